"""For tests: masks of dropout that are not drawn anew, which a check has to find, on any framework. Rates and scales are
right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np
from faults_of_nets import Made

from trainmark.framework import Array, Network

# Uniform numbers for a shape [samples, ...], of a step and a layer; None for the masks of the framework.
Draw = Callable[[tuple[int, ...], int, int], "np.ndarray | None"]


def uniform(shape: tuple[int, ...], *seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random(shape)


def masked(before: np.ndarray, after: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """What leaves a dropout whose elements are kept by other numbers, with its own scale."""
    kept = after != 0
    scale = np.median(after[kept] / before[kept])
    return np.where(drawn < 1 - 1 / scale, 0, before * scale)


def drawing(draw: Draw) -> Made:
    def made(network: Network, _: Any) -> Network:
        honest, steps = network.dropouts, count()

        def dropouts(inputs: Array) -> Iterator[tuple[np.ndarray, np.ndarray]]:
            step = next(steps)
            for layer, (before, after) in enumerate(honest(inputs)):
                drawn = draw(before.shape, step, layer)
                yield before, after if drawn is None else masked(before, after, drawn)

        network.dropouts = dropouts
        return network

    return made


def backward(change: Callable[[np.ndarray, np.ndarray, int], np.ndarray]) -> Made:
    """`change` makes other gradients of those that arrive at a layer and those that it passes on."""

    def made(network: Network, _: Any) -> Network:
        honest = network.dropout_gradients

        def gradients(inputs: Array, labels: Array) -> Iterator[tuple[Any, Any]]:
            for layer, (forward, passed) in enumerate(honest(inputs, labels)):
                assert passed is not None
                yield forward, (passed[0], change(*passed, layer))

        network.dropout_gradients = gradients
        return network

    return made


DROPOUTS: dict[str, Made] = {
    "masks drawn anew": drawing(uniform),
    "one mask for all samples": drawing(lambda shape, *seed: uniform((1, *shape[1:]), *seed)),
    "one mask for all positions": drawing(lambda shape, *seed: uniform((*shape[:-2], 1, shape[-1]), *seed)),
    "the same mask in every step": drawing(
        lambda shape, _, layer: uniform(shape, layer) if layer == 0 else None
    ),
    "masks drawn again for gradients": backward(
        lambda arriving, passed, layer: masked(arriving, passed, uniform(passed.shape, layer))
    ),
    "gradients that pass all of a dropout": backward(lambda arriving, *_: arriving),
    "another scale of gradients": backward(lambda _, passed, __: np.float32(1.01) * passed),
    "equal draws in two layers": drawing(lambda shape, step, _: uniform(shape, step)),
}
