"""Compares the first steps of a training with the reference, by the rules of `runner/worker/check/first-steps.ts`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trainmark.check.averages import LEAST_AVERAGE
from trainmark.check.comparison import Comparison, compare, largest
from trainmark.check.gradient import GradientSums
from trainmark.protocol.declaration import Reference

_EQUAL_TOLERANCE = 0.1


@dataclass(frozen=True)
class FirstSteps:
    losses: Sequence[float]
    # Norm of every array's gradient in the first step.
    gradients: Sequence[float]
    # Signed sums of every array's gradient in the first step.
    directions: Sequence[Sequence[float]]
    # How far every array is from its start after the first and, where it was taken, the second step.
    updates: Sequence[Sequence[float]]
    # Running averages after the first step: mean and variance of each batch normalization.
    averages: Sequence[np.ndarray] = ()


def _losses_error(losses: Sequence[float], reference: Sequence[float]) -> float:
    return largest([abs(loss / expected - 1) for loss, expected in zip(losses, reference, strict=True)])


def _gradients_error(
    norms: Sequence[float],
    reference: Sequence[float],
    least_share: float,
    roundings: Sequence[float] | None = None,
) -> float:
    """`roundings`: by how much each norm may differ because it comes from a difference of rounded sums."""
    least = least_share * math.hypot(*reference)
    found = zip(norms, reference, roundings or [0.0] * len(norms), strict=True)
    return largest(
        [max(abs(norm - expected) - lost, 0.0) / max(expected, least) for norm, expected, lost in found]
    )


def _directions_error(
    sums: Sequence[Sequence[float]], reference: Reference, roundings: Sequence[float] | None
) -> float:
    """The error of each signed sum is a share of the norm: about that of a part of the gradient which is wrong."""
    least = reference["leastGradient"] * math.hypot(*reference["gradients"])
    lost = roundings or [0.0] * len(sums)
    arrays = zip(sums, reference["directions"], reference["gradients"], lost, strict=True)
    return largest(
        [
            max(abs(one - expected) - rounding, 0.0) / max(norm, least)
            for found, directions, norm, rounding in arrays
            for one, expected in zip(found, directions, strict=True)
        ]
    )


def _direction_comparisons(
    of: str,
    sums: Sequence[Sequence[float]],
    reference: Reference,
    roundings: Sequence[float] | None = None,
) -> list[Comparison]:
    """None where rounding alone may turn a gradient around."""
    tolerance = reference["directionTolerance"]
    if tolerance is None:
        return []
    return [compare(of, _directions_error(sums, reference, roundings), tolerance)]


def _updates_error(norms: Sequence[float], reference: Sequence[float | None]) -> float:
    pairs = zip(norms, reference, strict=True)
    return largest([abs(norm / expected - 1) for norm, expected in pairs if expected is not None])


def _averages_error(averages: Sequence[np.ndarray], reference: Sequence[float]) -> float:
    norms = [float(np.linalg.norm(values.astype(np.float64))) for values in averages]
    least = LEAST_AVERAGE * math.hypot(*reference)
    pairs = zip(norms, reference, strict=True)
    return largest([abs(norm - expected) / max(expected, least) for norm, expected in pairs])


def require_finite(losses: Sequence[float], steps_before: int = 0) -> None:
    """Raises if a loss is not finite: such a run computed nothing."""
    for step, loss in enumerate(losses):
        if not math.isfinite(loss):
            raise RuntimeError(f"the loss is {loss} after {steps_before + step} optimizer steps")


def first_step_comparisons(steps: FirstSteps, reference: Reference) -> list[Comparison]:
    """The losses that were taken, and what every array did in the first step and, where it was taken, the second.

    The first loss has a stricter bound, because no step has amplified rounding errors yet. An adaptive optimizer hides
    the size of a gradient, so the norms are compared too. Raises if a loss is not finite.
    """
    require_finite(steps.losses)
    losses = reference["losses"]
    return [
        compare("first loss", _losses_error(steps.losses[:1], losses[:1]), reference["firstLossTolerance"]),
        compare(
            "losses", _losses_error(steps.losses, losses[: len(steps.losses)]), reference["lossTolerance"]
        ),
        compare(
            "gradients",
            _gradients_error(steps.gradients, reference["gradients"], reference["leastGradient"]),
            reference["gradientTolerance"],
        ),
        *_direction_comparisons("gradient directions", steps.directions, reference),
        *(
            compare(f"{order} updates", _updates_error(norms, expected), tolerance)
            for order, norms, expected, tolerance in zip(
                ("first", "second"),
                steps.updates,
                reference["updates"],
                reference["updateTolerances"],
                strict=False,
            )
        ),
        *(
            [
                compare(
                    "running averages",
                    _averages_error(steps.averages, reference["averages"]),
                    reference["gradientTolerance"],
                )
            ]
            if reference["averages"]
            else []
        ),
    ]


def repeated_comparisons(step: FirstSteps, reference: Reference) -> list[Comparison]:
    """The first step once more, after the loop."""
    compared = first_step_comparisons(step, reference)
    return [one._replace(of=f"{one.of} after the loop") for one in compared if one.of != "losses"]


def reloaded_comparisons(
    loss: float, gradients: Sequence[GradientSums], reference: Reference
) -> list[Comparison]:
    """A step from the start values of the reference with all else as the loop left it."""
    require_finite([loss])
    norms, roundings = [one.norm for one in gradients], [one.rounding for one in gradients]
    error = _gradients_error(norms, reference["gradients"], reference["leastGradient"], roundings)
    sums, lost = [one.sums for one in gradients], [one.sums_rounding for one in gradients]
    return [
        compare(
            "first loss after the loop",
            _losses_error([loss], reference["losses"][:1]),
            reference["firstLossTolerance"],
        ),
        compare("gradients after the loop", error, reference["gradientTolerance"]),
        *_direction_comparisons("gradient directions after the loop", sums, reference, lost),
    ]


def equal_samples_comparison(found: FirstSteps, proven: FirstSteps, reference: Reference) -> Comparison:
    """Two steps on equal samples in the timed function and in the one that the reference has proven."""
    updates = [
        [None if expected is None or norm == 0 else norm for norm, expected in zip(*norms, strict=True)]
        for norms in zip(proven.updates, reference["updates"], strict=True)
    ]
    other: Any = {
        **reference,
        "losses": proven.losses,
        "gradients": proven.gradients,
        "directions": proven.directions,
        "updates": updates,
        "averages": [float(np.linalg.norm(values.astype(np.float64))) for values in proven.averages],
    }
    ratios = [one.error / one.tolerance for one in first_step_comparisons(found, other)]
    return compare("equal samples", _EQUAL_TOLERANCE * max(ratios), _EQUAL_TOLERANCE)
