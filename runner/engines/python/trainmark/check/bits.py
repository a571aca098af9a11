"""Whether gradients have more bits than bfloat16 keeps, by the rules of `runner/worker/check/bits.ts`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trainmark.check.comparison import Comparison, compare, largest

# Of arrays with fewer elements that are not 0, nothing is told.
_FEWEST = 16

# What taking a rounded value from the state of an optimizer may move it by.
_NEAR = 2.0**-20


def bits_comparison(gradients: Sequence[np.ndarray]) -> Comparison:
    """The largest share of an array's elements that bfloat16 holds: rounding leaves sums and norms where they were."""
    return compare("bits of gradients", largest(list(map(_rounded_share, gradients))), 0.5)


def _rounded_share(values: np.ndarray) -> float:
    exact = values[values != 0].astype(np.float32)
    if exact.size < _FEWEST:
        return 0.0
    kept = ((exact.view(np.uint32) + np.uint32(0x8000)) & np.uint32(0xFFFF0000)).view(np.float32)
    return float((np.abs(kept / exact.astype(np.float64) - 1) < _NEAR).mean())
