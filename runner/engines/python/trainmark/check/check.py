"""Compares what was computed with the reference: as `runner/worker/check.ts` and `runner/workloads/output.ts`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from trainmark.protocol.declaration import Reference

# Largest number that a check may hold.
_MOST = 1e30


def _bounded(error: float) -> float:
    """What is not a number counts as endless."""
    return min(error, _MOST) if math.isfinite(error) else _MOST


def row_error(output: np.ndarray, reference: Sequence[float] | np.ndarray) -> float:
    """Largest |output - reference| divided by the largest |reference| of the row; a NaN counts as endless."""
    expected = np.asarray(reference, np.float64)
    difference = np.abs(output.astype(np.float64) - expected)
    if np.isnan(difference).any():
        return math.inf
    return float(difference.max() / np.abs(expected).max())


def output_check(errors: Sequence[float], tolerance: float) -> dict[str, Any]:
    """The verdict over rows, from the error of each."""
    error = _bounded(max(errors))
    return {
        "kind": "output",
        "rows": len(errors),
        "maxRelativeError": error,
        "tolerance": tolerance,
        "passed": error <= tolerance,
    }


def outputs_check(outputs: np.ndarray, reference: Reference) -> dict[str, Any]:
    """Of the outputs of a net: [samples, ...], of a sequence its first position; the reference has the first samples."""
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
    # `max` may pass over what is not a number.
    return _bounded(math.nan if any(map(math.isnan, errors)) else max(errors))


def training_check(
    losses: Sequence[float], gradients: Sequence[float], reference: Reference
) -> dict[str, Any]:
    """Of the losses of the first steps, and the norm of each array's gradient in the first one.

    The first loss comes before any step that could amplify a rounding, so that it has a strict bound of its own; an
    adaptive optimiser hides how large a gradient is, so that norms are compared too. Tells of the comparison that lies
    nearest to its bound. Raises where a loss is not a number: such a run computed nothing.
    """
    for step, loss in enumerate(losses):
        if not math.isfinite(loss):
            raise RuntimeError(f"the loss is {loss} after {step} optimiser steps")
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
