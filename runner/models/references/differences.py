"""Differences of lower precision from float64, computed in the same way as in the check of a run."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

import numpy as np
from compute import Computed


@dataclass(frozen=True)
class Difference:
    """Largest relative differences; those of losses and gradients are 0 if the net is not trained."""

    first_loss: float
    losses: float
    gradients: float
    outputs: float

    def __str__(self) -> str:
        return (
            f"{self.first_loss:.1e} in the first loss, {self.losses:.1e} in losses, "
            f"{self.gradients:.1e} in gradients, {self.outputs:.1e} in outputs"
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


def output_difference(outputs: list[list[float]], exact: list[list[float]]) -> float:
    rows = [(np.array(row), np.array(truth)) for row, truth in zip(outputs, exact, strict=True)]
    return max(np.abs(row - truth).max() / np.abs(truth).max() for row, truth in rows)


def difference(found: Computed, exact: Computed, least_gradient: float) -> Difference:
    """Compares `found` with `exact`; a gradient below this share of the total is compared with the share."""
    return Difference(
        loss_difference(found.losses[:1], exact.losses[:1]),
        loss_difference(found.losses, exact.losses),
        gradient_difference(found.gradients, exact.gradients, least_gradient),
        output_difference(found.outputs, exact.outputs),
    )


def worst(differences: list[Difference]) -> Difference:
    """The maximum of each field, rounded up."""
    columns = zip(*map(astuple, differences), strict=True)
    return Difference(*(round_up(max(column)) for column in columns))
