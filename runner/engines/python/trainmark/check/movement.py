"""Whether a step moved the weights as the state of the optimizer says, by the rules of `runner/worker/check/movement.ts`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from trainmark.check.comparison import Comparison, compare
from trainmark.framework import Network
from trainmark.protocol.declaration import Optimizer

# Elements of an array that are compared: evenly spaced ones, so that no copy of a large net is held.
_SAMPLED = 1 << 14

_TOLERANCE = 0.005

# Rounding of a float32 weight in this many units of the error.
_ROUNDING = 400 * 2.0**-24

# How the decay of weights counts, and the share of steps along the weights that it is compared with at least.
_DECAY, _LEAST_DECAY = 10, 0.01

# Rounding of the weights in units of that error: seven deviations of the sum pass.
_DECAY_ROUNDING = 8000 * 2.0**-24

# Rounding of the averages in the same units: each of both errs by 0.29 units, half of which a root passes on.
_AVERAGE_ROUNDING = 5600 * 2.0**-24

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
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Without a sign, which a mean of squares has not; how much the roundings of the averages count; where they say the
    size."""
    (old,), (new,) = before.moments, after.moments
    square = (new - rule["rho"] * old) / (1 - rule["rho"])
    expected = rule["learningRate"] * np.sqrt(np.maximum(square, 0)) / np.sqrt(new + rule["epsilon"])
    said = ~(square < _LEAST_SHARE * new)
    lost = np.divide(
        expected * new, (1 - rule["rho"]) * square, out=np.zeros_like(new), where=said & (square > 0)
    )
    return expected, lost, said


@dataclass(frozen=True)
class _Moved:
    """The elements of an array for which its state says what a step does."""

    weights: np.ndarray
    # What the step should have done, and what it did beyond that; without a sign for RMSprop.
    expected: np.ndarray
    difference: np.ndarray
    # Of what it did.
    signs: np.ndarray | float
    # How far an average that is rounded by a unit moves what is expected, in units.
    lost: np.ndarray | float


def _moved(rule: Optimizer, step: int, before: OptimizerSample, after: OptimizerSample) -> _Moved:
    did = before.weights - after.weights
    if rule["kind"] == "adam":
        expected = _adam(rule, step, after)
        return _Moved(before.weights, expected, did - expected, 1.0, 0.0)
    expected, lost, said = _rmsprop(rule, before, after)
    expected, did = expected[said], did[said]
    signs = np.where(did < 0, -1.0, 1.0)
    return _Moved(before.weights[said], expected, np.abs(did) - expected, signs, lost[said])


def _array_error(moved: _Moved) -> float:
    difference = float(np.linalg.norm(moved.difference))
    whole = np.linalg.norm(moved.expected) + _ROUNDING * np.linalg.norm(moved.weights)
    return difference / float(whole) if difference != 0 else 0.0


def _decay_error(moved: _Moved, rate: float) -> float:
    """Along the part of the weights that the step itself has not: a step too long by a rounding is no decay."""
    steps, weights = moved.signs * moved.expected, moved.weights
    length = float(steps @ steps)
    other = weights - float(weights @ steps) / length * steps if length > 0 else weights
    along = abs(float((moved.signs * moved.difference) @ other))
    roundings = _DECAY_ROUNDING * float(np.linalg.norm(weights * other))
    roundings += _AVERAGE_ROUNDING * float(np.linalg.norm(moved.lost * other))
    whole = rate * float(other @ other) + _LEAST_DECAY * float(np.abs(steps * other).sum()) + roundings
    return _DECAY * along / whole if along != 0 else 0.0


def movement_comparison(
    before: list[OptimizerSample], after: list[OptimizerSample], rule: Optimizer, step: int
) -> Comparison:
    """`step` is its number since the start values, counted from 1."""
    pairs = list(zip(before, after, strict=True))
    moved = [_moved(rule, step, *pair) for pair in pairs]
    errors = [*map(_array_error, moved), *(_decay_error(one, rule["learningRate"]) for one in moved)]
    if rule["kind"] == "adam":
        errors += [_adam_state(rule, *pair) for pair in pairs]
    # `max` may skip NaN.
    return compare("movement", float(np.max(errors)), _TOLERANCE)
