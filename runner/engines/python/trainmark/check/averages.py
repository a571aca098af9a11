"""Whether a step moved running averages by their momentum, by the rules of `runner/worker/check/averages.ts`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from trainmark.check.comparison import Comparison, compare
from trainmark.protocol.declaration import Layer

# Means and variances before any step.
_STARTS = (0.0, 1.0)

# A mean that is a smaller share of all averages is compared with that share: some are rounding alone.
LEAST_AVERAGE = 1e-3

Moved = tuple[np.ndarray, np.ndarray, np.ndarray]


def _momenta(layers: Sequence[Layer]) -> Iterator[float]:
    """Of the batch normalizations in the order of the layers, depth first."""
    for layer in layers:
        if layer["kind"] == "batch-norm":
            yield layer["momentum"]
        elif layer["kind"] == "residual":
            yield from _momenta([*layer["body"], *layer["shortcut"]])


def _difference(
    start: float, momentum: float, first: np.ndarray, before: np.ndarray, after: np.ndarray
) -> tuple[float, float]:
    """How far an average is from where it must be, and how far it may have moved."""
    first, before, after = (values.astype(np.float64) for values in (first, before, after))
    difference = np.linalg.norm(after - first - momentum * (before - start))
    change = np.linalg.norm(np.abs(first - start) + (1 - momentum) * np.abs(before - start))
    return float(difference), float(change)


def averages_comparison(layers: Sequence[Layer], moved: Iterable[Moved], tolerance: float) -> Comparison:
    """`moved`: every average after one step from its start, and before and after a later step on the same samples."""
    rules = [(start, momentum) for momentum in _momenta(layers) for start in _STARTS]
    found = [_difference(*rule, *values) for rule, values in zip(rules, moved, strict=True)]
    least = LEAST_AVERAGE * math.hypot(*(change for _, change in found))
    errors = [difference / max(change, least) if difference != 0 else 0.0 for difference, change in found]
    # `max` may skip NaN.
    return compare("running averages after the loop", float(np.max(errors)), tolerance)
