"""Fills a batch with copies of the samples of a reference, which keep its mean loss, gradients and batch statistics; and a
sequence with copies of its positions, which keep the outputs of attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from trainmark.check.shuffle import shuffled
from trainmark.protocol.declaration import Layer, Net, Reference


def filled_places(reference: Reference, count: int, samples: int) -> np.ndarray:
    """Which of the samples is at each place of a batch: neither the first places nor every n-th have all of them, so a
    step that computes a part of its batch has another loss."""
    return shuffled(reference["seed"], 0, count) % samples


def batches_of(reference: Reference, count: int, samples: int) -> Iterator[np.ndarray]:
    """Which samples are in each of the batches of `count` that have all samples: one batch unless it is too small."""
    if count >= samples:
        yield filled_places(reference, count, samples)
        return
    for first in range(0, samples, count):
        yield np.arange(first, first + count) % samples


def _knows_positions(layers: Sequence[Layer]) -> bool:
    return any(
        layer["kind"].endswith("positions")
        or _knows_positions([*layer.get("body", []), *layer.get("shortcut", [])])
        for layer in layers
    )


def checked_net(net: Net, reference: Net) -> Net:
    """The measured net if copies of the positions of the reference fill its sequences, otherwise that of the reference."""
    length, other = net["inputShape"][0], reference["inputShape"][0]
    fits = length == other or (length % other == 0 and not _knows_positions(net["layers"]))
    return net if fits else reference


def lengthened(inputs: np.ndarray, net: Net) -> np.ndarray:
    """Samples whose sequences are repeated to the length of the net."""
    times = net["inputShape"][0] // inputs.shape[1]
    return inputs if times == 1 else np.concatenate([inputs] * times, 1)
