"""Optimizers: they update weights in place, from the gradient and the state of the last step."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

State = dict[str, Tensor]
Update = Callable[[Tensor, Tensor, State, int], None]


def rmsprop(learning_rate: float) -> Update:
    def update(weight: Tensor, gradient: Tensor, state: State, _: int) -> None:
        state["square"] = 0.9 * state.get("square", 0) + 0.1 * gradient**2
        weight -= learning_rate * gradient / torch.sqrt(state["square"] + 1e-7)

    return update


def adam(learning_rate: float) -> Update:
    def update(weight: Tensor, gradient: Tensor, state: State, step: int) -> None:
        state["mean"] = 0.9 * state.get("mean", 0) + 0.1 * gradient
        state["square"] = 0.999 * state.get("square", 0) + 0.001 * gradient**2
        mean, square = state["mean"] / (1 - 0.9**step), state["square"] / (1 - 0.999**step)
        weight -= learning_rate * mean / (torch.sqrt(square) + 1e-7)

    return update
