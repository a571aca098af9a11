"""The gradients of a step as the state of the optimizer tells them: the timed function has no other result. What is kept of
them follows `runner/worker/check/gradient.ts`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trainmark.check.generator import SIGN_SETS, sign_bits
from trainmark.framework import Network
from trainmark.protocol.declaration import Optimizer

# Most elements of an array whose gradient with dropout is compared with that without: evenly spaced ones.
_SPACED = 1 << 12

# Elements that are summed at once.
_TOGETHER = 1 << 20


@dataclass(frozen=True)
class GradientSample:
    """The gradient of one array in the only step since a restart."""

    norm: float
    # For each set of signs, the sum of all elements with them: about as large as the norm, whatever the direction.
    sums: list[float]
    # Elements all over the array.
    spaced: np.ndarray


@dataclass(frozen=True)
class GradientSums:
    """Norm and signed sums of an array's gradient in a later step, and by how much the rounding of the state and of the
    weights may move them."""

    norm: float
    rounding: float
    sums: list[float]
    sums_rounding: float


def signed_sums(seed: int, array: int, values: np.ndarray) -> list[float]:
    flat = values.reshape(-1)
    sums = []
    for number in range(SIGN_SETS):
        positive = sign_bits(seed, array, number, flat.size).view(bool)
        sums.append(
            sum(
                2.0 * float(part.sum(dtype=np.float64, where=positive[at : at + _TOGETHER]))
                - float(part.sum(dtype=np.float64))
                for at in range(0, flat.size, _TOGETHER)
                for part in [flat[at : at + _TOGETHER]]
            )
        )
    return sums


def _first_gradient(
    rule: Optimizer, start: np.ndarray, now: np.ndarray, moments: tuple[np.ndarray, ...]
) -> np.ndarray:
    """RMSprop keeps squares alone; the signs are those of what it did."""
    if rule["kind"] == "adam":
        return moments[0] / np.float32(1 - rule["beta1"])
    return np.sign(start - now) * np.sqrt(moments[0] / np.float32(1 - rule["rho"]))


def first_gradients(
    network: Network, rule: Optimizer, seed: int, starts: Iterable[np.ndarray]
) -> Iterator[GradientSample]:
    """Of every array in the only step since a restart, which began at `starts`."""
    arrays = zip(starts, network.weights(), network.moments(), strict=True)
    for array, (start, now, moments) in enumerate(arrays):
        gradient = _first_gradient(rule, start, now, moments).reshape(-1)
        # Signs of weights that a small step did not move are lost, norms are not.
        norm = float(np.linalg.norm(gradient.astype(np.float64)))
        if rule["kind"] != "adam":
            norm = math.sqrt(moments[0].sum(dtype=np.float64) / (1 - rule["rho"]))
        yield GradientSample(
            norm, signed_sums(seed, array, gradient), gradient[:: -(-gradient.size // _SPACED)].copy()
        )


@dataclass(frozen=True)
class StateSums:
    """Sums over what the optimizer keeps of one array."""

    squares: float
    # Signed sums of the means; none for RMSprop.
    means: list[float] | None


def state_sums(network: Network, seed: int) -> list[StateSums]:
    return [
        StateSums(
            float(moments[-1].sum(dtype=np.float64)),
            signed_sums(seed, array, moments[0]) if len(moments) > 1 else None,
        )
        for array, moments in enumerate(network.moments())
    ]


Signed = Iterable[tuple[list[float], float]]


def _taken_in(rule: Optimizer, before: Sequence[StateSums], after: Sequence[StateSums]) -> Signed:
    """Signed sums of what the means of gradients took in."""
    keep = rule["beta1"]
    for old, new in zip(before, after, strict=True):
        yield [(now - keep * was) / (1 - keep) for was, now in zip(old.means, new.means, strict=True)], 0.0


def _stepped(network: Network, rule: Optimizer, seed: int, starts: Iterable[np.ndarray]) -> Signed:
    """Signed sums of what a step of RMSprop did, undone by its rule: its state keeps no signs."""
    arrays = zip(starts, network.weights(), network.moments(), strict=True)
    for array, (start, now, (squares,)) in enumerate(arrays):
        inverse = np.sqrt(squares + np.float32(rule["epsilon"])) / np.float32(rule["learningRate"])
        # One rounding of every weight.
        lost = 2.0**-24 * float(np.linalg.norm(now * inverse))
        yield signed_sums(seed, array, (start - now) * inverse), lost


def step_gradients(
    network: Network, rule: Optimizer, seed: int, starts: Iterable[np.ndarray], before: Sequence[StateSums]
) -> Iterator[GradientSums]:
    """Of every array in the last step, which began at `starts`, from the state before it and now."""
    after, adam = state_sums(network, seed), rule["kind"] == "adam"
    decay = rule["beta2" if adam else "rho"]
    signed = _taken_in(rule, before, after) if adam else _stepped(network, rule, seed, starts)
    for old, new, (sums, sums_lost) in zip(before, after, signed, strict=True):
        norm = math.sqrt(max(new.squares - decay * old.squares, 0) / (1 - decay))
        # Three roundings of every mean of squares: of both products and of their sum.
        lost = 3 * 2.0**-24 * new.squares / (1 - decay)
        yield GradientSums(norm, lost / (2 * norm) if norm > 0 else math.sqrt(lost), sums, sums_lost)
