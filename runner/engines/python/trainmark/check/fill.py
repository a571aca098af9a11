"""Fills a batch with copies of the samples of a reference, which keep its mean loss, gradients and batch statistics; and a
sequence with copies of its positions, which keep the outputs of attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from trainmark.check.generator import TURN_STREAM, bits, stream_key
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


def positions_of(net: Net, seed: int, count: int, turned: int) -> np.ndarray:
    """Where each of `count` sequences begins: in nets without positions, whose outputs turn with their inputs, anywhere, so
    that every position is compared somewhere. `turned`: how often they were drawn before."""
    if len(net["inputShape"]) == 3 or any(layer["kind"] != "self-attention" for layer in net["layers"]):
        return np.zeros(count, np.int64)
    drawn = bits(stream_key(seed, TURN_STREAM), turned * count, count)
    return (drawn % np.uint32(net["inputShape"][0])).astype(np.int64)


def turned_to(sequences: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """What is at the start of each sequence is moved to its position."""
    if not positions.any():
        return sequences
    return np.stack([np.roll(one, first, 0) for one, first in zip(sequences, positions, strict=True)])


def lengthened(inputs: np.ndarray, net: Net) -> np.ndarray:
    """Samples whose sequences are repeated to the length of the net."""
    times = net["inputShape"][0] // inputs.shape[1]
    return inputs if times == 1 else np.concatenate([inputs] * times, 1)
