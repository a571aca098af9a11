"""Checks dropout: the share of zeros, and the scale of what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from trainmark.check.comparison import Comparison, compare
from trainmark.protocol.declaration import Layer

# Of a binomial proportion: one layer in a million leaves them by chance.
_DEVIATIONS = 5

# Scaling by 1 / (1 - rate) rounds the rate, the scale and the product.
_SCALE_TOLERANCES = {"float32": 1e-5, "tf32": 1e-5, "float16": 4e-3, "bfloat16": 3e-2}


def dropout_rates(layers: Sequence[Layer]) -> list[float]:
    """In the order of the layers, depth first."""
    rates: list[float] = []
    for layer in layers:
        if layer["kind"] == "dropout":
            rates.append(layer["rate"])
        elif layer["kind"] == "residual":
            rates += [*dropout_rates(layer["body"]), *dropout_rates(layer["shortcut"])]
    return rates


def dropout_comparisons(
    pairs: Iterable[tuple[np.ndarray, np.ndarray]], rates: Sequence[float], dtype: str
) -> Iterator[Comparison]:
    """Compares what entered and left every dropout with its rate. Raises if there are not as many as declared."""
    for (before, after), rate in zip(pairs, rates, strict=True):
        entered = before != 0
        count = max(int(entered.sum()), 1)
        kept = entered & (after != 0)
        share = 1 - int(kept.sum()) / count
        margin = _DEVIATIONS * np.sqrt(rate * (1 - rate) / count)
        yield compare("zeros of dropout", abs(share - rate), margin)
        scales = after[kept] / before[kept] * (1 - rate)
        error = float(np.abs(scales - 1).max()) if scales.size else np.inf
        yield compare("scale of dropout", error, _SCALE_TOLERANCES[dtype])
