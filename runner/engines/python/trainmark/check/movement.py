"""What the state of an optimizer says of a step: its gradients, and whether it moved the weights, by the rules of
`runner/worker/movement.ts`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

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


def sample_optimizer(network: Network, most: int | None = None) -> list[OptimizerSample]:
    """Of the first `most` arrays; the others are not read."""
    pairs = islice(zip(network.weights(), network.moments(), strict=most is None), most)
    return [OptimizerSample(_sampled(weights), tuple(map(_sampled, moments))) for weights, moments in pairs]


def sums_of_squares(network: Network) -> list[float]:
    """Of every array, the sum over what the optimizer keeps as the mean of squares."""
    return [float(moments[-1].sum(dtype=np.float64)) for moments in network.moments()]


@dataclass(frozen=True)
class GradientNorm:
    norm: float
    # By how much the rounding of the state may move it.
    rounding: float


def step_gradients(
    rule: Optimizer, before: Sequence[float], after: Sequence[float]
) -> Iterator[GradientNorm]:
    """Norm of every array's gradient in one step, from `sums_of_squares` before and after it."""
    decay = rule["beta2" if rule["kind"] == "adam" else "rho"]
    for old, new in zip(before, after, strict=True):
        norm = math.sqrt(max(new - decay * old, 0) / (1 - decay))
        # Three roundings of every mean of squares: of both products and of their sum.
        lost = 3 * 2.0**-24 * new / (1 - decay)
        yield GradientNorm(norm, lost / (2 * norm) if norm > 0 else math.sqrt(lost))


def first_gradient_norms(network: Network, rule: Optimizer) -> list[float]:
    """Norm of every array's gradient in the only step since a restart, from what the optimizer has kept of it: the timed
    function has no other result."""
    if rule["kind"] == "adam":
        share = 1 - rule["beta1"]
        return [float(np.linalg.norm(mean.astype(np.float64))) / share for mean, _ in network.moments()]
    share = 1 - rule["rho"]
    return [math.sqrt(squares.sum(dtype=np.float64) / share) for (squares,) in network.moments()]


def _adam_state(rule: Optimizer, before: OptimizerSample, after: OptimizerSample) -> float:
    """Whether both means took in one gradient: the error of the means of squares by what the other says, as a share of
    what a step may change of them."""
    (old_mean, old), (mean, new) = before.moments, after.moments
    share = 1 - rule["beta2"]
    gradient = (mean - rule["beta1"] * old_mean) / (1 - rule["beta1"])
    difference = float(np.linalg.norm(new - old - share * (gradient**2 - old)))
    return difference / (share * float(np.linalg.norm(old + gradient**2))) if difference != 0 else 0


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
    error = difference / float(whole) if difference != 0 else 0.0
    return max(error, _adam_state(rule, before, after)) if rule["kind"] == "adam" else error


def movement_comparison(
    before: list[OptimizerSample], after: list[OptimizerSample], rule: Optimizer, step: int
) -> Comparison:
    """`step` is its number since the start values, counted from 1."""
    errors = [_array_error(rule, step, *pair) for pair in zip(before, after, strict=True)]
    # `max` may skip NaN.
    return compare("movement", float(np.max(errors)), _TOLERANCE)
