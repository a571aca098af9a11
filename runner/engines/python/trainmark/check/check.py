"""Compares results with the reference, by the rules of `runner/worker/check.ts`, which documents them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trainmark.check.averages import LEAST_AVERAGE
from trainmark.check.comparison import Comparison, compare, summary
from trainmark.protocol.declaration import Reference

# A loss with random masks may differ from the mean by five deviations.
_DEVIATIONS, _DROPOUT_TOLERANCE = 10, 0.5

# A loss with random masks differs from that without by more than this share.
_SAME_LOSS = 1e-6

_EQUAL_TOLERANCE = 0.1


@dataclass(frozen=True)
class FirstSteps:
    losses: Sequence[float]
    # Norm of every array's gradient in the first step.
    gradients: Sequence[float]
    # How far every array is from its start after the first and, where it was taken, the second step.
    updates: Sequence[Sequence[float]]
    # Running averages after the first step: mean and variance of each batch normalization.
    averages: Sequence[np.ndarray] = ()


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
        "rows": len(errors) + len(left) + len(altered),
        **summary(compared),
        "measured": measured,
    }


def _largest(errors: Sequence[float]) -> float:
    # `max` may skip NaN.
    return math.nan if any(map(math.isnan, errors)) else max(errors, default=0)


def _losses_error(losses: Sequence[float], reference: Sequence[float]) -> float:
    return _largest([abs(loss / expected - 1) for loss, expected in zip(losses, reference, strict=True)])


def _gradients_error(
    norms: Sequence[float],
    reference: Sequence[float],
    least_share: float,
    roundings: Sequence[float] | None = None,
) -> float:
    """`roundings`: by how much each norm may differ because it comes from a difference of rounded sums."""
    least = least_share * math.hypot(*reference)
    found = zip(norms, reference, roundings or [0.0] * len(norms), strict=True)
    return _largest(
        [max(abs(norm - expected) - lost, 0.0) / max(expected, least) for norm, expected, lost in found]
    )


def _updates_error(norms: Sequence[float], reference: Sequence[float | None]) -> float:
    pairs = zip(norms, reference, strict=True)
    return _largest([abs(norm / expected - 1) for norm, expected in pairs if expected is not None])


def _averages_error(averages: Sequence[np.ndarray], reference: Sequence[float]) -> float:
    norms = [float(np.linalg.norm(values.astype(np.float64))) for values in averages]
    least = LEAST_AVERAGE * math.hypot(*reference)
    pairs = zip(norms, reference, strict=True)
    return _largest([abs(norm - expected) / max(expected, least) for norm, expected in pairs])


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
    loss: float, norms: Sequence[float], roundings: Sequence[float], reference: Reference
) -> list[Comparison]:
    """A step from the start values of the reference with all else as the loop left it."""
    require_finite([loss])
    error = _gradients_error(norms, reference["gradients"], reference["leastGradient"], roundings)
    return [
        compare(
            "first loss after the loop",
            _losses_error([loss], reference["losses"][:1]),
            reference["firstLossTolerance"],
        ),
        compare("gradients after the loop", error, reference["gradientTolerance"]),
    ]


def dropout_comparison(
    loss: float, dropout: dict[str, float], copies: float, loss_without: float
) -> Comparison:
    """The loss of a step with dropout, of `copies` of the samples of the reference; without it, they have another one."""
    if abs(loss / loss_without - 1) < _SAME_LOSS:
        return compare("loss with dropout", 1, _DROPOUT_TOLERANCE)
    deviations = abs(loss - dropout["loss"]) / (dropout["deviation"] / math.sqrt(copies))
    return compare("loss with dropout", deviations / _DEVIATIONS, _DROPOUT_TOLERANCE)


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
    return compare("gradients with dropout", _largest(errors), 1)


def masks_comparison(losses: Sequence[float]) -> Comparison:
    """Steps with dropout from equal weights must have other masks, so other losses."""
    return compare("masks of dropout", float(len(set(losses)) == 1), 0)


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
        "updates": updates,
        "averages": [float(np.linalg.norm(values.astype(np.float64))) for values in proven.averages],
    }
    ratios = [one.error / one.tolerance for one in first_step_comparisons(found, other)]
    return compare("equal samples", _EQUAL_TOLERANCE * max(ratios), _EQUAL_TOLERANCE)


def steps_comparison(counted: int, run: int) -> Comparison:
    return compare("steps counted", abs(counted - run), 0)


def training_check(
    losses: Sequence[float], comparisons: Sequence[Comparison], measured: bool
) -> dict[str, Any]:
    """`measured`: whether the reference was compared with the function that was timed, at its batch and length."""
    return {"kind": "loss-trajectory", "losses": list(losses), **summary(comparisons), "measured": measured}
