"""A net in some arithmetic: its outputs, and its first optimiser steps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from layers import Forward, Weights
from optimizers import Update
from torch import Tensor

STEPS, OUTPUTS = 5, 2

# A gradient that float16 would lose keeps its digits; none of our nets overflows by it.
LOSS_SCALE = 1024


@dataclass(frozen=True)
class Arithmetic:
    """Whole numbers aside: the type of everything, or of the weights alone where another type computes."""

    masters: torch.dtype
    # Of the products (`autocast`: sums, norms and the loss stay in the type of the weights).
    products: torch.dtype | None = None
    # Of weights, inputs and everything between them; only the loss and the update are in the type of the weights.
    cast: torch.dtype | None = None

    def computing(self) -> AbstractContextManager[object]:
        return nullcontext() if self.products is None else torch.autocast("cpu", self.products)


@dataclass(frozen=True)
class Computed:
    # Before each optimiser step.
    losses: list[float]
    # Of each array, before the first step.
    gradients: list[float]
    # Before the first step, of the first samples.
    outputs: list[list[float]]
    parameters: int


def start_values(net: Callable[[Weights], Forward], dtype: torch.dtype) -> Weights:
    weights = Weights(dtype)
    net(weights)
    return weights


def compute(
    net: Callable[[Weights], Forward],
    inputs: np.ndarray,
    labels: np.ndarray,
    optimizer: Update | None,
    arithmetic: Arithmetic,
) -> Computed:
    masters = start_values(net, arithmetic.masters)
    weights = Weights(arithmetic.cast or arithmetic.masters)
    forward = net(weights)
    x = torch.tensor(inputs)
    x = x.to(weights.dtype) if x.is_floating_point() else x.long()
    classes = torch.tensor(labels).long()

    def logits(samples: Tensor) -> Tensor:
        with arithmetic.computing():
            return forward(samples).to(arithmetic.masters)

    weights.training = False
    with torch.no_grad():
        outputs = logits(x[:OUTPUTS]).tolist()
    weights.training = True
    losses, norms, states = [], [], [{} for _ in weights]
    scale = LOSS_SCALE if arithmetic.products or arithmetic.cast else 1
    for step in range(1, STEPS + 1 if optimizer else 1):
        loss = F.cross_entropy(logits(x), classes)
        losses.append(loss.item())
        gradients = [
            part.to(arithmetic.masters) / scale for part in torch.autograd.grad(loss * scale, weights)
        ]
        norms = norms or [gradient.norm().item() for gradient in gradients]
        with torch.no_grad():
            for weight, master, gradient, state in zip(weights, masters, gradients, states, strict=True):
                optimizer(master, gradient, state, step)
                weight.copy_(master)
    return Computed(losses, norms, outputs, sum(weight.numel() for weight in weights))
