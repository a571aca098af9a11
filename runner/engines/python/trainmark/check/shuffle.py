"""The seed of a training run and the order of its samples, both from the hash and the same on every engine."""

from __future__ import annotations

import numpy as np

from trainmark.check.generator import bits, stream_key, uniform_at

# Separate from the streams of weights, batches and operands; epoch e shuffles with stream _SHUFFLE_STREAM + e.
_RUN_STREAM = 0x4000_0001
_SHUFFLE_STREAM = 0x5000_0000


def seed_of_run(seed: int, run_index: int) -> int:
    """Seed of one repetition; distinct for every index, because the hash is bijective."""
    return int(bits(stream_key(seed, _RUN_STREAM), run_index, 1)[0])


def shuffled(seed: int, epoch: int, count: int) -> np.ndarray:
    """Indices 0 to `count - 1` in random order (Fisher-Yates), different in every epoch."""
    places = np.arange(count)
    others = (uniform_at(stream_key(seed, _SHUFFLE_STREAM + epoch), places) * (places + 1)).astype(np.int64)
    order = places.tolist()
    for last, other in zip(range(count - 1, 0, -1), others[:0:-1].tolist(), strict=True):
        order[last], order[other] = order[other], order[last]
    return np.array(order, np.int64)
