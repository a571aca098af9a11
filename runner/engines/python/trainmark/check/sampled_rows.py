"""Which samples of a large array are read, by the rules of `runner/worker/check/sampled-parts.ts`."""

from __future__ import annotations

import math
from typing import Any

# Elements of an array that are read at most, unless two samples have more.
_MOST_READ = 1 << 18

_RUNS = 8


def sampled_rows(array: Any) -> list[Any]:
    """Runs of whole samples over the whole batch, of which the first begins it; of any array [samples, ...] that can be
    sliced."""
    batch, *sample = (int(size) for size in array.shape)
    size = math.prod(sample)
    if batch * size <= _MOST_READ:
        return [array]
    samples = min(batch, max(2, _MOST_READ // size))
    runs = max(1, min(_RUNS, samples // 2))
    count = samples // runs
    return [array[first : first + count] for first in (run * batch // runs for run in range(runs))]
