"""Compares results with the reference, as `runner/worker/check.ts` and `runner/workloads/output.ts` do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from trainmark.protocol.declaration import Reference

# Largest number that the contract allows in a check.
_MOST = 1e30


def _bounded(error: float) -> float:
    """NaN counts as infinite."""
    return min(error, _MOST) if math.isfinite(error) else _MOST


def row_error(output: np.ndarray, reference: Sequence[float] | np.ndarray) -> float:
    """Largest |output - reference| divided by the largest |reference| of the row; NaN counts as infinite."""
    expected = np.asarray(reference, np.float64)
    difference = np.abs(output.astype(np.float64) - expected)
    if np.isnan(difference).any():
        return math.inf
    return float(difference.max() / np.abs(expected).max())


def output_check(errors: Sequence[float], tolerance: float) -> dict[str, Any]:
    """The result of a check over rows, from the error of each row."""
    error = _bounded(max(errors))
    return {
        "kind": "output",
        "rows": len(errors),
        "maxRelativeError": error,
        "tolerance": tolerance,
        "passed": error <= tolerance,
    }


def outputs_check(outputs: np.ndarray, reference: Reference) -> dict[str, Any]:
    """Checks the outputs [samples, ...] of a net against those of the first samples; of a sequence, its first position."""
    rows = outputs.reshape(len(outputs), -1, outputs.shape[-1])[:, 0]
    errors = [row_error(row, expected) for row, expected in zip(rows, reference["outputs"], strict=False)]
    if len(errors) < len(reference["outputs"]):
        raise RuntimeError(f"the net gave {len(errors)} rows, expected {len(reference['outputs'])}")
    return output_check(errors, reference["outputTolerance"])


def _trajectory_error(losses: Sequence[float], reference: Sequence[float]) -> float:
    return _bounded(max(abs(loss / expected - 1) for loss, expected in zip(losses, reference, strict=True)))


def _gradient_error(norms: Sequence[float], reference: Sequence[float], least_share: float) -> float:
    least = least_share * math.hypot(*reference)
    errors = [
        abs(norm - expected) / max(expected, least) for norm, expected in zip(norms, reference, strict=True)
    ]
    # `max` may skip NaN.
    return _bounded(math.nan if any(map(math.isnan, errors)) else max(errors))


def training_check(
    losses: Sequence[float], gradients: Sequence[float], reference: Reference
) -> dict[str, Any]:
    """Checks the losses of the first steps, and the norm of each array's gradient in the first step.

    The first loss has a stricter bound, because no step has amplified rounding errors yet. An adaptive optimizer hides
    the size of a gradient, so the norms are compared too. Reports the comparison that is closest to its bound. Raises
    if a loss is not finite: such a run computed nothing.
    """
    for step, loss in enumerate(losses):
        if not math.isfinite(loss):
            raise RuntimeError(f"the loss is {loss} after {step} optimizer steps")
    comparisons = [
        (_trajectory_error(losses[:1], reference["losses"][:1]), reference["firstLossTolerance"]),
        (_trajectory_error(losses, reference["losses"]), reference["lossTolerance"]),
        (
            _gradient_error(gradients, reference["gradients"], reference["leastGradient"]),
            reference["gradientTolerance"],
        ),
    ]
    error, tolerance = max(comparisons, key=lambda comparison: comparison[0] / comparison[1])
    return {
        "kind": "loss-trajectory",
        "losses": list(losses),
        "maxRelativeError": error,
        "tolerance": tolerance,
        "passed": error <= tolerance,
    }
