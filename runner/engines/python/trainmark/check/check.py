"""The check of a result: what its comparisons say together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from trainmark.check.comparison import Comparison, compare, summary


def row_error(output: np.ndarray, reference: Sequence[float] | np.ndarray) -> float:
    """Largest |output - reference| divided by the largest |reference| of the row; NaN counts as infinite."""
    expected = np.asarray(reference, np.float64)
    difference = np.abs(output.astype(np.float64) - expected)
    if np.isnan(difference).any():
        return math.inf
    return float(difference.max() / np.abs(expected).max())


def output_check(
    errors: Sequence[float],
    altered: Sequence[float],
    tolerance: float,
    measured: bool = True,
    left: Sequence[float] = (),
) -> dict[str, Any]:
    """The result of a check over rows, from the error of each before the timed loop and, with altered inputs, after it;
    `left`: as the loop left its output."""
    compared = [compare("outputs", max(errors), tolerance)]
    if left:
        compared.append(compare("outputs after the loop", max(left), tolerance))
    if altered:
        compared.append(compare("outputs of altered inputs", max(altered), tolerance))
    return {
        "kind": "output",
        "rows": len(errors),
        **summary(compared),
        "measured": measured,
    }


def steps_comparison(counted: int, run: int) -> Comparison:
    return compare("steps counted", abs(counted - run), 0)


def training_check(
    losses: Sequence[float], comparisons: Sequence[Comparison], measured: bool
) -> dict[str, Any]:
    """`measured`: whether the reference was compared with the function that was timed, at its batch and length."""
    return {"kind": "loss-trajectory", "losses": list(losses), **summary(comparisons), "measured": measured}
