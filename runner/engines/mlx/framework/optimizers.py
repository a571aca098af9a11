"""Optimizers by the formulas of `runner/models/layers.ts`: those of MLX if they agree."""

from __future__ import annotations

import mlx.core as mx
import mlx.optimizers as optimizers

from trainmark.protocol.declaration import Optimizer


class RootRmsProp(optimizers.RMSprop):
    """RMSprop with epsilon inside the root; MLX adds it outside."""

    def apply_single(self, gradient: mx.array, parameter: mx.array, state: dict[str, mx.array]) -> mx.array:
        state["v"] = self.alpha * state["v"] + (1 - self.alpha) * mx.square(gradient)
        return parameter - self.learning_rate * gradient * mx.rsqrt(state["v"] + self.eps)


def create(rule: Optimizer) -> optimizers.Optimizer:
    rate, epsilon = rule["learningRate"], rule["epsilon"]
    if rule["kind"] == "adam":
        # MLX omits the bias correction of the paper by default.
        return optimizers.Adam(rate, [rule["beta1"], rule["beta2"]], epsilon, bias_correction=True)
    return RootRmsProp(rate, rule["rho"], epsilon)
