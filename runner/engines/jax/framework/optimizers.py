"""The declared optimizers by the formulas of `runner/models/layers.ts`, as functions of arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp

from trainmark.protocol.declaration import Optimizer

Arrays = list[jax.Array]
# State of an optimizer between steps.
State = dict[str, Any]
Update = Callable[[Arrays, State, Sequence[jax.Array]], tuple[Arrays, State]]


def start(rule: Optimizer, weights: Sequence[jax.Array]) -> State:
    squares = [jnp.zeros_like(weight) for weight in weights]
    if rule["kind"] == "rmsprop":
        return {"squares": squares}
    return {"squares": squares, "means": [jnp.zeros_like(weight) for weight in weights], "step": jnp.int32(0)}


def _mix(share: float, old: Sequence[jax.Array], new: Sequence[jax.Array]) -> Arrays:
    return [share * before + (1 - share) * now for before, now in zip(old, new, strict=True)]


def _rmsprop(rule: Optimizer) -> Update:
    rate, rho, epsilon = rule["learningRate"], rule["rho"], rule["epsilon"]

    def update(weights: Arrays, state: State, gradients: Sequence[jax.Array]) -> tuple[Arrays, State]:
        squares = _mix(rho, state["squares"], [gradient * gradient for gradient in gradients])
        moved = [
            weight - rate * gradient / jnp.sqrt(square + epsilon)
            for weight, gradient, square in zip(weights, gradients, squares, strict=True)
        ]
        return moved, {"squares": squares}

    return update


def _adam(rule: Optimizer) -> Update:
    rate, beta1, beta2, epsilon = (rule[key] for key in ("learningRate", "beta1", "beta2", "epsilon"))

    def update(weights: Arrays, state: State, gradients: Sequence[jax.Array]) -> tuple[Arrays, State]:
        step = state["step"] + 1
        means = _mix(beta1, state["means"], gradients)
        squares = _mix(beta2, state["squares"], [gradient * gradient for gradient in gradients])
        first, second = 1 - beta1 ** step.astype(jnp.float32), 1 - beta2 ** step.astype(jnp.float32)
        moved = [
            weight - rate * (mean / first) / (jnp.sqrt(square / second) + epsilon)
            for weight, mean, square in zip(weights, means, squares, strict=True)
        ]
        return moved, {"squares": squares, "means": means, "step": step}

    return update


def create_update(rule: Optimizer) -> Update:
    return _adam(rule) if rule["kind"] == "adam" else _rmsprop(rule)
