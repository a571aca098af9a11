"""Computes a net in a given arithmetic: its outputs and first optimizer steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from arithmetic import Arithmetic
from directions import shares_along, signed_sums
from layers import SEED, Forward, Weights
from optimizers import Update
from torch import Tensor

STEPS, OUTPUTS = 3, 2
# Steps after which the distance of each array from its start is recorded.
UPDATES = 2
# Share of the old value in a running average, and what averages start from.
MOMENTUM, STARTS = 0.9, (0.0, 1.0)
# Masks from which the loss with dropout is estimated.
DRAWS = 100


@dataclass(frozen=True)
class Computed:
    # Before each optimizer step.
    losses: list[float]
    # One per array, before the first step.
    gradients: list[float]
    # One list per array: the signed sums of those gradients.
    directions: list[list[float]]
    # For each of the first UPDATES steps: one per array, its distance from the start values.
    updates: list[list[float]]
    # Norms of the running averages after the first step: mean and variance of each batch normalization.
    averages: list[float]
    # For the first samples, before the first step.
    outputs: list[list[float]]
    parameters: int


def compute(
    net: Callable[[Weights], Forward],
    inputs: np.ndarray,
    labels: np.ndarray,
    optimizer: Update | None,
    arithmetic: Arithmetic,
) -> Computed:
    weights = Weights(arithmetic.weights)
    forward = net(weights)
    x = torch.tensor(inputs)
    x = x.to(arithmetic.weights) if x.is_floating_point() else x.long()
    classes = torch.tensor(labels).long()

    def logits(samples: Tensor) -> Tensor:
        with arithmetic.computing():
            return forward(samples).to(arithmetic.weights)

    weights.training = False
    with torch.no_grad():
        outputs = logits(x[:OUTPUTS]).tolist()
    weights.training = True
    losses, norms, directions, averages, updates, states = [], [], [], [], [], [{} for _ in weights]
    starts = [weight.detach().clone() for weight in weights]
    for step in range(1, STEPS + 1 if optimizer else 1):
        loss = F.cross_entropy(logits(x), classes)
        losses.append(loss.item())
        scaled = torch.autograd.grad(loss * arithmetic.loss_scale, weights)
        gradients = [gradient / arithmetic.loss_scale for gradient in scaled]
        norms = norms or [gradient.norm().item() for gradient in gradients]
        directions = directions or [signed_sums(array, found) for array, found in enumerate(gradients)]
        averages = averages or [
            (MOMENTUM * start + (1 - MOMENTUM) * found).norm().item()
            for _, pair in sorted(weights.statistics.items())
            for start, found in zip(STARTS, pair, strict=True)
        ]
        with torch.no_grad():
            for weight, gradient, state in zip(weights, gradients, states, strict=True):
                optimizer(weight, gradient, state, step)
            if step <= UPDATES:
                updates.append(
                    [
                        (weight.double() - start.double()).norm().item()
                        for weight, start in zip(weights, starts, strict=True)
                    ]
                )
    parameters = sum(weight.numel() for weight in weights)
    return Computed(losses, norms, directions, updates, averages, outputs, parameters)


# The loss of one draw, and the share of every array's gradient without dropout in that with it.
Draw = tuple[float, list[float]]


def dropout_draws(
    net: Callable[[Weights], Forward], inputs: np.ndarray, labels: np.ndarray
) -> list[Draw] | None:
    """First steps with random masks; None if the net has no dropout."""
    weights = Weights(torch.float32)
    forward = net(weights)
    if not weights.drops:
        return None
    x, classes = torch.tensor(inputs), torch.tensor(labels).long()

    def step() -> tuple[Tensor, list[Tensor]]:
        loss = F.cross_entropy(forward(x), classes)
        return loss, torch.autograd.grad(loss, weights)

    _, exact = step()
    weights.masks = torch.Generator().manual_seed(SEED)
    draws = (step() for _ in range(DRAWS))
    return [(loss.item(), shares_along(gradients, exact)) for loss, gradients in draws]
