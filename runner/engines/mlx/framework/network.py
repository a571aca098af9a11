"""A declared net with its optimizer: `nn.value_and_grad` and `optimizer.update` as in MLX's tutorial, or compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from trainmark.check.sampled_rows import sampled_rows
from trainmark.framework import GRADIENT_SCALE, Network, Pair
from trainmark.protocol.declaration import Net, Optimizer

Trained = tuple[mx.array, dict[str, Any]]


def _read(array: mx.array) -> np.ndarray:
    return np.concatenate([np.array(part.astype(mx.float32)) for part in sampled_rows(array)])


class Variables(nn.Module):
    """The state that a step changes."""

    def __init__(self, averages: int) -> None:
        super().__init__()
        self.weights: list[mx.array] = []
        self.averages: list[mx.array] = [mx.zeros(1)] * averages
        # 1, or 0 while dropout keeps everything.
        self.dropping = mx.array(1.0)
        self.freeze(keys=["averages", "dropping"], recurse=False)


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
        self._infer = wrap(partial(self._logits, training=False), False)
        self._train = wrap(self._step, True)

    def parameters(self) -> int:
        return sum(weight.size for weight in self._variables.weights)

    def _order(self, number: int) -> tuple[int, ...] | None:
        """The declared dimensions in the order of MLX: [filters, height, width, channels] and [units, inputs]."""
        weight = self._net["weights"][number]
        dimensions = len(weight["shape"])
        if dimensions == 2:
            return (1, 0) if weight["name"].endswith(".kernel") else None
        return (3, 0, 1, 2) if dimensions == 4 else None

    def _declared(self, array: mx.array, number: int) -> np.ndarray:
        values, order = np.array(array.astype(mx.float32)), self._order(number)
        return values if order is None else values.transpose(np.argsort(order))

    def restart(self, seed: int) -> None:
        self.load(net_values(self._net, seed))
        self._variables.averages = [
            mx.full(self._variables.weights[like].size, start) for start, like in self._averages
        ]
        if self._optimizer is not None:
            self._reset_optimizer()
        mx.random.seed(seed)
        mx.eval(self._state())

    def load(self, values: Iterable[np.ndarray]) -> None:
        kept = self._dtype if self._optimizer is None else mx.float32
        weights = []
        for number, array in enumerate(values):
            order = self._order(number)
            turned = array if order is None else array.transpose(order)
            weights.append(mx.array(np.ascontiguousarray(turned)).astype(kept))
        self._variables.weights = weights

    def load_averages(self, values: Iterable[np.ndarray]) -> None:
        self._variables.averages = [mx.array(array) for array in values]

    def averages(self) -> Iterator[np.ndarray]:
        return (np.array(average.astype(mx.float32)) for average in self._variables.averages)

    @property
    def dropping(self) -> bool:
        return self._variables.dropping.item() == 1

    @dropping.setter
    def dropping(self, dropping: bool) -> None:
        self._variables.dropping = mx.array(float(dropping))

    def weights(self) -> Iterator[np.ndarray]:
        return (self._declared(array, number) for number, array in enumerate(self._variables.weights))

    def moments(self) -> Iterator[tuple[np.ndarray, ...]]:
        for number, kept in enumerate(self._optimizer.state["weights"]):
            yield tuple(self._declared(kept[name], number) for name in ("m", "v") if name in kept)

    def steps(self) -> int:
        return int(self._optimizer.state["step"].item())

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

    def _logits(self, inputs: mx.array, training: bool) -> mx.array:
        return self._forward(*self._pass(inputs, training))

    def _pass(
        self, inputs: mx.array, training: bool, moves: Sequence[tuple[mx.array, mx.array]] = ()
    ) -> tuple[mx.array, Pass]:
        if inputs.dtype == mx.float32:
            inputs = inputs.astype(self._dtype)
        variables = self._variables
        pool = cut_max_pool if self._optimized else stock_max_pool
        dropping = variables.dropping if training else None
        run = Pass(variables.weights, variables.averages, self._dtype, training, dropping, pool, moves)
        return inputs, run

    def _loss(self, inputs: mx.array, labels: mx.array) -> mx.array:
        logits = self._logits(inputs, training=True).astype(mx.float32)
        loss = nn.losses.cross_entropy(logits, labels, reduction="mean")
        return loss if self._scale is None else loss * self._scale.state["scale"]

    def _gradients(self, inputs: mx.array, labels: mx.array) -> Trained:
        trained = nn.value_and_grad(self._variables, self._loss)(inputs, labels)
        return trained if self._scale is None else self._scale.unscaled(trained)

    def _step(self, inputs: mx.array, labels: mx.array) -> mx.array:
        loss, gradients = self._gradients(inputs, labels)
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

    def train_step(self, inputs: mx.array, labels: mx.array) -> mx.array:
        loss = self._train(inputs, labels)
        if self._optimized:
            # The next step is prepared while the device computes this one; `finish` waits for all steps.
            mx.async_eval(loss, self._state())
        else:
            mx.eval(self._variables.parameters(), self._optimizer.state)
        return loss

    def outputs(self, inputs: mx.array) -> mx.array:
        logits = self._infer(inputs)
        mx.async_eval(logits)
        return logits

    def _looked_into(
        self, inputs: mx.array, moves: Sequence[tuple[mx.array, mx.array]] = ()
    ) -> tuple[mx.array, list[tuple[mx.array, mx.array]]]:
        """Logits of a training pass that moves no running averages, and what entered and left every dropout."""
        averages = self._variables.averages
        self._variables.averages = list(averages)
        given, run = self._pass(inputs, training=True, moves=moves)
        logits = self._forward(given, run)
        self._variables.averages = averages
        return logits, run.dropped

    def dropouts(self, inputs: mx.array) -> Iterator[Pair]:
        _, dropped = self._looked_into(inputs)
        return ((_read(before), _read(after)) for before, after in dropped)

    def dropout_gradients(self, inputs: mx.array, labels: mx.array) -> Iterator[tuple[Pair, Pair | None]]:
        zeros = tree_map(mx.zeros_like, self._looked_into(inputs)[1])
        found: list[tuple[mx.array, mx.array]] = []

        def loss_of(moves: list[tuple[mx.array, mx.array]]) -> mx.array:
            logits, found[:] = self._looked_into(inputs, moves)
            loss = nn.losses.cross_entropy(logits.astype(mx.float32), labels, reduction="mean")
            return loss * GRADIENT_SCALE

        gradients = mx.grad(loss_of)(zeros)
        for (before, after), (passed, arriving) in zip(found, gradients, strict=True):
            yield (_read(before), _read(after)), (_read(arriving), _read(passed))
