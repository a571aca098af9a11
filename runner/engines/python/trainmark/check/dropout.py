"""Compares what every dropout did in two steps with what independent draws at its rate do, by the rules of
`runner/worker/check/dropped.ts`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trainmark.check.comparison import Comparison, compare
from trainmark.framework import Pair
from trainmark.protocol.declaration import Layer

# Deviations of a proportion: one in two million honest ones is farther from its mean.
_MOST_DEVIATIONS = 5

# Scaling by 1 / (1 - rate) rounds the rate, the scale and the product.
_SCALE_TOLERANCES = {"float32": 1e-5, "tf32": 1e-5, "float16": 4e-3, "bfloat16": 3e-2}

# Smaller numbers have fewer bits, or are stored as 0.
_LEAST = {"float32": 2.0**-126, "tf32": 2.0**-126, "float16": 2.0**-14, "bfloat16": 2.0**-126}

# Of the elements of a mask. Where nothing enters, nothing is known.
_KEPT, _DROPPED, _UNKNOWN = 1, 0, -1


@dataclass(frozen=True)
class Dropped:
    """What a dropout did in one step."""

    # Whether each element was kept, int8 [samples, ...], in the framework's order of dimensions.
    mask: np.ndarray
    rate: float
    # Largest error of the scale of what was kept; infinite if nothing was.
    scale_error: float


def dropout_rates(layers: Sequence[Layer]) -> list[float]:
    """In the order of the layers, depth first."""
    rates: list[float] = []
    for layer in layers:
        if layer["kind"] == "dropout":
            rates.append(layer["rate"])
        elif layer["kind"] == "residual":
            rates += [*dropout_rates(layer["body"]), *dropout_rates(layer["shortcut"])]
    return rates


def dropped_of(pairs: Iterable[Pair], rates: Sequence[float], dtype: str) -> list[Dropped]:
    """Of what entered and left every dropout, read one after another. Raises if there are not as many as declared."""
    return [_dropped(*pair, rate, dtype) for pair, rate in zip(pairs, rates, strict=True)]


def _dropped(before: np.ndarray, after: np.ndarray, rate: float, dtype: str) -> Dropped:
    entered, kept = np.abs(before) >= _LEAST[dtype], after != 0
    mask = np.where(entered, kept, _UNKNOWN).astype(np.int8)
    scales = after[entered & kept] / before[entered & kept] * (1 - rate)
    return Dropped(mask, rate, float(np.abs(scales - 1).max()) if scales.size else math.inf)


def dropped_comparisons(
    first: Sequence[Dropped], second: Sequence[Dropped], dtype: str
) -> Iterator[Comparison]:
    """Of two steps: the zeros and scales of the first, and the draws of both."""
    for one in first:
        count, zeros = int((one.mask != _UNKNOWN).sum()), int((one.mask == _DROPPED).sum())
        error = abs(zeros / max(count, 1) - one.rate)
        yield compare("zeros of dropout", error, _tolerance(count, one.rate))
        yield compare("scale of dropout", one.scale_error, _SCALE_TOLERANCES[dtype])
    if first:
        yield _draws_comparison(first, second)


def dropout_gradient_comparisons(
    passes: Iterable[tuple[Pair, Pair | None]], rates: Sequence[float], dtype: str
) -> list[Comparison]:
    """Whether gradients are dropped where the activations of the same step were, and scaled likewise; the worst of all."""
    masks, scales = [], []
    for (forward, backward), rate in zip(passes, rates, strict=True):
        if backward is None:
            continue
        kept, passed = _dropped(*forward, rate, dtype), _dropped(*backward, rate, dtype)
        # Where a relu follows, the gradient before the mask is 0 for what was dropped.
        known = (kept.mask != _UNKNOWN) & (passed.mask != _UNKNOWN)
        count = int(known.sum())
        different = int(((kept.mask != passed.mask) & known).sum())
        masks.append(compare("masks of gradients", different / count if count else 1, 0))
        scales.append(compare("scale of gradients", passed.scale_error, _SCALE_TOLERANCES[dtype]))
    return [max(all_of, key=lambda one: one.ratio) for all_of in (masks, scales) if all_of]


def _tolerance(count: int, rate: float) -> float:
    """What a share of `count` draws at a rate may differ by."""
    return min(1.0, _MOST_DEVIATIONS * math.sqrt(rate * (1 - rate) / max(count, 1)))


def _draws_comparison(first: Sequence[Dropped], second: Sequence[Dropped]) -> Comparison:
    """Draws are new for each step, layer, sample and row."""
    repeated = [_agreement(old.mask, new.mask, new.rate) for old, new in zip(first, second, strict=True)]
    layers = [_agreement(one.mask, another.mask, another.rate) for one, another in pairwise(first)]
    within = [comparison for one in first for comparison in _within_layer(one)]
    return max([*repeated, *layers, *within], key=lambda comparison: comparison.ratio)


def _agreement(before: np.ndarray, mask: np.ndarray, rate: float) -> Comparison:
    """Whether a mask agrees with one before it as often as independent draws do. What entered may depend on the one
    before, so that mask is taken as given."""
    size = min(before.size, mask.size)
    given, drawn = before.reshape(-1)[:size], mask.reshape(-1)[:size]
    known = (given != _UNKNOWN) & (drawn != _UNKNOWN)
    count = int(known.sum())
    same, kept = int(((given == drawn) & known).sum()), int(((given == _KEPT) & known).sum())
    expected = kept * (1 - rate) + (count - kept) * rate
    return compare("draws of dropout", abs(same - expected) / max(count, 1), _tolerance(count, rate))


def _within_layer(dropped: Dropped) -> Iterator[Comparison]:
    """Samples against samples, and parts of a sample against the next ones, along each dimension but the last: blocks in
    pairs of which no block is in two."""
    values, shape = dropped.mask.reshape(-1), dropped.mask.shape[1:]
    for dimension in range(len(shape)):
        size = math.prod(shape[dimension:])
        pairs = values.size // (2 * size)
        if pairs > 0:
            blocks = values[: pairs * 2 * size].reshape(pairs, 2, size)
            yield _agreement(blocks[:, 0], blocks[:, 1], dropped.rate)
