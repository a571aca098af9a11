"""A declared net with its optimizer: `nn.value_and_grad` and `optimizer.update` as in MLX's tutorial, or compiled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx.utils import tree_map

from framework import optimizers
from framework.interpreter import Pass, Store, build
from framework.layers import cut_max_pool, stock_max_pool
from framework.precision_policy import LossScale
from trainmark.check.generator import net_values
from trainmark.framework import Network
from trainmark.protocol.declaration import Net, Optimizer

Trained = tuple[mx.array, dict[str, Any]]


def _in_layout(values: np.ndarray) -> np.ndarray:
    """Converts kernels of convolutions to [filters, height, width, channels]."""
    return values.transpose(3, 0, 1, 2) if values.ndim == 4 else values


class Variables(nn.Module):
    """The state that a step changes."""

    def __init__(self, averages: int) -> None:
        super().__init__()
        self.weights: list[mx.array] = []
        self.averages: list[mx.array] = [mx.zeros(1)] * averages
        self.freeze(keys="averages", recurse=False)


class MlxNetwork(Network):
    """
    Master weights stay float32, and each use rounds them to `dtype`. The weights of a net that is not trained are stored
    in `dtype`.
    """

    def __init__(
        self, net: Net, rule: Optimizer | None, seed: int, dtype: mx.Dtype, optimized: bool, compiled: bool
    ) -> None:
        self._net, self._dtype, self._optimized = net, dtype, optimized
        store = Store()
        self._forward = build(net["layers"], store)
        self._averages = store.averages
        self._variables = Variables(len(store.averages))
        self._optimizer = rule and optimizers.create(rule)
        self._scale = LossScale() if rule and dtype == mx.float16 else None
        self.restart(seed)
        wrap = self._compiled if compiled else lambda step, _: step
        self._infer = wrap(partial(self._logits, training=False, dropping=False), False)
        self._train = wrap(partial(self._step, dropping=True), True)
        self._check = wrap(partial(self._step, dropping=False), True)

    def parameters(self) -> int:
        return sum(weight.size for weight in self._variables.weights)

    def restart(self, seed: int) -> None:
        kept = self._dtype if self._optimizer is None else mx.float32
        projections = [weight["name"].endswith(".kernel") for weight in self._net["weights"]]
        weights = []
        for values, projection in zip(net_values(self._net, seed), projections, strict=True):
            turned = values.T if projection and values.ndim == 2 else _in_layout(values)
            weights.append(mx.array(np.ascontiguousarray(turned)).astype(kept))
        self._variables.weights = weights
        self._variables.averages = [mx.full(weights[like].size, start) for start, like in self._averages]
        if self._optimizer is not None:
            self._reset_optimizer()
        mx.random.seed(seed)
        mx.eval(self._state())

    def _reset_optimizer(self) -> None:
        self._optimizer.init(self._variables.trainable_parameters())
        state = self._optimizer.state
        state["step"] = mx.zeros_like(state["step"])
        state["weights"] = tree_map(mx.zeros_like, state["weights"])
        if self._scale is not None:
            self._scale.restart()

    def _state(self) -> list[Any]:
        """All that a step reads and changes, in the same containers every time, which compiled steps rely on."""
        changed = [self._variables.state, mx.random.state]
        if self._optimizer is not None:
            changed.append(self._optimizer.state)
        return changed if self._scale is None else [*changed, self._scale.state]

    def _compiled(self, step: Callable[..., Any], changes: bool) -> Callable[..., Any]:
        state = self._state()
        return mx.compile(step, inputs=state, outputs=state if changes else None)

    def _logits(self, inputs: mx.array, training: bool, dropping: bool) -> mx.array:
        if inputs.dtype == mx.float32:
            inputs = inputs.astype(self._dtype)
        variables = self._variables
        pool = cut_max_pool if self._optimized else stock_max_pool
        run = Pass(variables.weights, variables.averages, self._dtype, training, dropping, pool)
        return self._forward(inputs, run)

    def _loss(self, inputs: mx.array, labels: mx.array, dropping: bool) -> mx.array:
        logits = self._logits(inputs, training=True, dropping=dropping).astype(mx.float32)
        loss = nn.losses.cross_entropy(logits, labels, reduction="mean")
        return loss if self._scale is None else loss * self._scale.state["scale"]

    def _gradients(self, inputs: mx.array, labels: mx.array, dropping: bool) -> Trained:
        loss_of = partial(self._loss, dropping=dropping)
        trained = nn.value_and_grad(self._variables, loss_of)(inputs, labels)
        return trained if self._scale is None else self._scale.unscaled(trained)

    def _step(self, inputs: mx.array, labels: mx.array, dropping: bool) -> mx.array:
        loss, gradients = self._gradients(inputs, labels, dropping)
        if self._scale is None:
            self._optimizer.update(self._variables, gradients)
        else:
            self._update_if_finite(gradients)
        return loss

    def _update_if_finite(self, gradients: dict[str, Any]) -> None:
        state = self._optimizer.state
        # Copies the containers, because an update changes their contents.
        before = [
            list(self._variables.weights),
            state["step"],
            tree_map(lambda array: array, state["weights"]),
        ]

        def update() -> list[Any]:
            self._optimizer.update(self._variables, gradients)
            return [self._variables.weights, state["step"], state["weights"]]

        kept = self._scale.keep_if_finite(gradients, before, update)
        self._variables.weights, state["step"], state["weights"] = kept

    def _run_step(self, step: Callable[..., mx.array], inputs: mx.array, labels: mx.array) -> mx.array:
        loss = step(inputs, labels)
        if self._optimized:
            # The next step is prepared while the device computes this one; `finish` waits for all steps.
            mx.async_eval(loss, self._state())
        else:
            mx.eval(self._variables.parameters(), self._optimizer.state)
        return loss

    def train_step(self, inputs: mx.array, labels: mx.array) -> mx.array:
        return self._run_step(self._train, inputs, labels)

    def check_step(self, inputs: mx.array, labels: mx.array) -> mx.array:
        return self._run_step(self._check, inputs, labels)

    def outputs(self, inputs: mx.array) -> mx.array:
        logits = self._infer(inputs)
        mx.async_eval(logits)
        return logits

    def gradient_norms(self, inputs: mx.array, labels: mx.array) -> list[float]:
        averages = self._variables.averages
        self._variables.averages = list(averages)
        _, gradients = self._gradients(inputs, labels, dropping=False)
        # In float64: a sum of 16 million squares loses digits in float32.
        norms = [float(np.linalg.norm(np.array(array, np.float64))) for array in gradients["weights"]]
        self._variables.averages = averages
        return norms
