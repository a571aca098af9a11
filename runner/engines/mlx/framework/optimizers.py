"""Optimisers by the formulas of `runner/models/layers.ts`: those of MLX where they agree."""

from __future__ import annotations

import mlx.core as mx
import mlx.optimizers as optimizers

from trainmark.protocol.declaration import Optimizer


class RootRmsProp(optimizers.RMSprop):
    """RMSprop with epsilon inside the root; MLX adds it to the root."""

    def apply_single(self, gradient: mx.array, parameter: mx.array, state: dict[str, mx.array]) -> mx.array:
        state["v"] = self.alpha * state["v"] + (1 - self.alpha) * mx.square(gradient)
        return parameter - self.learning_rate * gradient * mx.rsqrt(state["v"] + self.eps)


def create(rule: Optimizer) -> optimizers.Optimizer:
    rate, epsilon = rule["learningRate"], rule["epsilon"]
    if rule["kind"] == "adam":
        # MLX leaves the correction of the paper out where it is not asked for.
        return optimizers.Adam(rate, [rule["beta1"], rule["beta2"]], epsilon, bias_correction=True)
    return RootRmsProp(rate, rule["rho"], epsilon)
