"""Differences of lower precision from float64, computed in the same way as in the check of a run."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

import numpy as np
from arithmetic import Arithmetic
from compute import Computed


@dataclass(frozen=True)
class Difference:
    """Largest relative differences; those of losses, gradients and updates are 0 if the net is not trained."""

    first_loss: float
    losses: float
    gradients: float
    directions: float
    first_updates: float
    second_updates: float
    outputs: float

    def __str__(self) -> str:
        return (
            f"{self.first_loss:.1e} in the first loss, {self.losses:.1e} in losses, "
            f"{self.gradients:.1e} in gradients, {self.directions:.1e} in their directions, "
            f"{self.first_updates:.1e} in first updates, {self.second_updates:.1e} in second updates, {self.outputs:.1e} in outputs"
        )


def round_up(error: float) -> float:
    """Rounds up to one significant digit, so that another machine's order of summation rarely changes it."""
    if error == 0:
        return 0
    unit = 10.0 ** math.floor(math.log10(error))
    return float(f"{math.ceil(error / unit) * unit:.0e}")


def loss_difference(losses: list[float], exact: list[float]) -> float:
    return max((abs(loss / truth - 1) for loss, truth in zip(losses, exact, strict=True)), default=0)


def gradient_difference(norms: list[float], exact: list[float], least_share: float) -> float:
    least = least_share * math.hypot(*exact)
    return max(
        (abs(norm - truth) / max(truth, least) for norm, truth in zip(norms, exact, strict=True)), default=0
    )


def direction_difference(found: Computed, exact: Computed, least_share: float) -> float:
    """Of signed sums, as a share of the norm of the array's gradient."""
    least = least_share * math.hypot(*exact.gradients)
    arrays = zip(found.directions, exact.directions, exact.gradients, strict=True)
    return max(
        (
            abs(one - truth) / max(norm, least)
            for sums, truths, norm in arrays
            for one, truth in zip(sums, truths, strict=True)
        ),
        default=0,
    )


def update_difference(found: Computed, exact: Computed, step: int, least_share: float) -> float:
    if not exact.updates:
        return 0
    least = least_share * math.hypot(*exact.gradients)
    return max(
        abs(norm / truth - 1)
        for norm, truth, gradient in zip(
            found.updates[step], exact.updates[step], exact.gradients, strict=True
        )
        if gradient >= least
    )


def output_difference(outputs: list[list[float]], exact: list[list[float]]) -> float:
    rows = [(np.array(row), np.array(truth)) for row, truth in zip(outputs, exact, strict=True)]
    return max(np.abs(row - truth).max() / np.abs(truth).max() for row, truth in rows)


def difference(found: Computed, exact: Computed, arithmetic: Arithmetic) -> Difference:
    """Compares `found`, computed in `arithmetic`, with `exact`."""
    return Difference(
        loss_difference(found.losses[:1], exact.losses[:1]),
        loss_difference(found.losses, exact.losses),
        gradient_difference(found.gradients, exact.gradients, arithmetic.least_gradient),
        direction_difference(found, exact, arithmetic.least_gradient),
        *(update_difference(found, exact, step, arithmetic.least_update) for step in range(2)),
        output_difference(found.outputs, exact.outputs),
    )


def worst(differences: list[Difference]) -> Difference:
    """The maximum of each field, rounded up."""
    columns = zip(*map(astuple, differences), strict=True)
    return Difference(*(round_up(max(column)) for column in columns))
