"""Comparisons and what they say together, as in `runner/worker/check/comparison.ts`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

# Largest number that the contract allows in a check.
_MOST = 1e30


class Comparison(NamedTuple):
    # As in the contract.
    of: str
    error: float
    # Largest error that passes; may be 0.
    tolerance: float

    @property
    def ratio(self) -> float:
        if self.error <= self.tolerance:
            return self.error / self.tolerance if self.tolerance > 0 else 0
        return self.error / max(self.tolerance, 1e-9)


def largest(errors: Sequence[float]) -> float:
    # `max` may skip NaN.
    return math.nan if any(map(math.isnan, errors)) else max(errors, default=0)


def compare(of: str, error: float, tolerance: float) -> Comparison:
    """NaN counts as the largest error."""
    return Comparison(of, float(min(error, _MOST)) if math.isfinite(error) else _MOST, float(tolerance))


def with_comparisons(check: dict[str, Any], more: Sequence[Comparison]) -> dict[str, Any]:
    """A check with further comparisons."""
    return {**check, **summary([*(Comparison(**one) for one in check["comparisons"]), *more])}


def summary(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """`comparisons`, `maxRelativeError` and `tolerance` of the worst one, and `passed`."""
    worst = max(comparisons, key=lambda comparison: comparison.ratio)
    return {
        "comparisons": [comparison._asdict() for comparison in comparisons],
        "maxRelativeError": worst.error,
        "tolerance": worst.tolerance,
        "passed": all(comparison.error <= comparison.tolerance for comparison in comparisons),
    }
