"""What the state of an optimizer says of a step: its gradients, and whether it moved the weights, by the rules of
`runner/worker/movement.ts`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from trainmark.check.comparison import Comparison, compare
from trainmark.framework import Network
from trainmark.protocol.declaration import Optimizer

# Elements of an array that are compared: evenly spaced ones, so that no copy of a large net is held.
_SAMPLED = 1 << 14

_TOLERANCE = 0.02

# Rounding of a float32 weight in this many units of the error.
_ROUNDING = 100 * 2.0**-24

# A squared gradient below this share of its average has lost its digits.
_LEAST_SHARE = 1e-3


@dataclass(frozen=True)
class OptimizerSample:
    """Elements of one array, and of what the optimizer keeps of it."""

    weights: np.ndarray
    # Moving averages of gradients, except for RMSprop, and of their squares.
    moments: tuple[np.ndarray, ...]


def _sampled(values: np.ndarray) -> np.ndarray:
    flat = values.reshape(-1)
    return flat[:: -(-flat.size // _SAMPLED)].astype(np.float64)


def sample_optimizer(network: Network) -> list[OptimizerSample]:
    pairs = zip(network.weights(), network.moments(), strict=True)
    return [OptimizerSample(_sampled(weights), tuple(map(_sampled, moments))) for weights, moments in pairs]


def first_gradient_norms(network: Network, rule: Optimizer) -> list[float]:
    """Norm of every array's gradient in the only step since a restart, from what the optimizer has kept of it: the timed
    function has no other result."""
    if rule["kind"] == "adam":
        share = 1 - rule["beta1"]
        return [float(np.linalg.norm(mean.astype(np.float64))) / share for mean, _ in network.moments()]
    share = 1 - rule["rho"]
    return [math.sqrt(squares.sum(dtype=np.float64) / share) for (squares,) in network.moments()]


def _adam(rule: Optimizer, step: int, after: OptimizerSample) -> np.ndarray:
    mean, squares = after.moments
    root = np.sqrt(1 - rule["beta2"] ** step)
    factor = rule["learningRate"] * root / (1 - rule["beta1"] ** step)
    return factor * mean / (np.sqrt(squares) + rule["epsilon"] * root)


def _rmsprop(
    rule: Optimizer, before: OptimizerSample, after: OptimizerSample
) -> tuple[np.ndarray, np.ndarray]:
    """Without a sign, which a mean of squares has not; and where it says the size."""
    (old,), (new,) = before.moments, after.moments
    square = (new - rule["rho"] * old) / (1 - rule["rho"])
    expected = rule["learningRate"] * np.sqrt(np.maximum(square, 0)) / np.sqrt(new + rule["epsilon"])
    return expected, ~(square < _LEAST_SHARE * new)


def _array_error(rule: Optimizer, step: int, before: OptimizerSample, after: OptimizerSample) -> float:
    moved = before.weights - after.weights
    if rule["kind"] == "adam":
        expected, said = _adam(rule, step, after), np.full(moved.shape, True)
    else:
        expected, said = _rmsprop(rule, before, after)
        moved = np.abs(moved)
    difference = float(np.linalg.norm((moved - expected)[said]))
    whole = np.linalg.norm(expected[said]) + _ROUNDING * np.linalg.norm(before.weights[said])
    return difference / float(whole) if difference != 0 else 0


def movement_comparison(
    before: list[OptimizerSample], after: list[OptimizerSample], rule: Optimizer, step: int
) -> Comparison:
    """`step` is its number since the start values, counted from 1."""
    errors = [_array_error(rule, step, *pair) for pair in zip(before, after, strict=True)]
    # `max` may skip NaN.
    return compare("movement", float(np.max(errors)), _TOLERANCE)
