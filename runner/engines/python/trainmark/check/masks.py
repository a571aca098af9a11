"""Compares a step with dropout with what random masks make of the first step of the reference, by the rules of
`runner/worker/check/dropout.ts`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from trainmark.check.comparison import Comparison, compare, largest
from trainmark.check.gradient import GradientSample
from trainmark.protocol.declaration import Reference

# A loss with random masks may differ from the mean by five deviations.
_DEVIATIONS, _DROPOUT_TOLERANCE = 10, 0.5

# A loss with random masks differs from that without by more than this share.
_SAME_LOSS = 1e-6

# Shares may differ by half as many deviations; roundings move them by a part of themselves, too.
_SHARE_DEVIATIONS, _SHARE_TOLERANCE, _LEAST_SHARE = 16, 0.5, 0.01

# Steps from which the means and deviations of the reference were estimated.
_DRAWS = 100


def dropout_comparison(
    losses: Sequence[float], dropout: dict[str, Any], copies: float, loss_without: float
) -> Comparison:
    """The mean loss of steps with dropout from equal weights, of `copies` of the samples of the reference; without it, they
    have another one."""
    if any(abs(loss / loss_without - 1) < _SAME_LOSS for loss in losses):
        return compare("loss with dropout", 1, _DROPOUT_TOLERANCE)
    found = sum(losses) / len(losses)
    spread = dropout["deviation"] * math.sqrt(1 / (copies * len(losses)) + 1 / _DRAWS)
    return compare(
        "loss with dropout", abs(found - dropout["loss"]) / spread / _DEVIATIONS, _DROPOUT_TOLERANCE
    )


# Most that dropout may change the norm of an array's gradient, as a factor; vgg16-cifar100 was seen at 6.
_MOST_CHANGE = 30


def dropped_gradients_comparison(norms: Sequence[float], reference: Reference) -> Comparison:
    """Whether every array has a gradient with dropout: a rough comparison with those without it."""
    least = reference["leastGradient"] * math.hypot(*reference["gradients"])
    pairs = zip(norms, reference["gradients"], strict=True)
    errors = [
        abs(math.log(norm / expected)) / math.log(_MOST_CHANGE) if norm > 0 else math.inf
        for norm, expected in pairs
        if expected >= least
    ]
    return compare("gradients with dropout", largest(errors), 1)


def masks_comparison(losses: Sequence[float]) -> Comparison:
    """Steps with dropout from equal weights must have other masks, so other losses."""
    return compare("masks of dropout", float(len(set(losses)) == 1), 0)


def shares_comparison(
    dropped: Sequence[GradientSample],
    without: Sequence[GradientSample],
    reference: Reference,
    copies: float,
) -> Comparison:
    """How much of every array's gradient without dropout is in that with it; `copies` as above."""
    least = reference["leastGradient"] * math.hypot(*reference["gradients"])
    dropout: dict[str, Any] = reference["dropout"] or {}
    pairs = zip(dropout["shares"], dropout["shareDeviations"], reference["gradients"], strict=True)
    errors = [
        abs(_share(found.spaced, exact.spaced) - share)
        / (deviation * math.sqrt(1 / copies + 1 / _DRAWS) + _LEAST_SHARE * abs(share))
        for (share, deviation, norm), found, exact in zip(pairs, dropped, without, strict=True)
        # Where no unit of the sampled elements is active, there is nothing to compare.
        if norm >= least and deviation > 0
    ]
    return compare("gradient shares with dropout", largest(errors) / _SHARE_DEVIATIONS, _SHARE_TOLERANCE)


def _share(found: np.ndarray, exact: np.ndarray) -> float:
    other = exact.astype(np.float64)
    whole = float(other @ other)
    return float(found.astype(np.float64) @ other) / whole if whole > 0 else 0.0
