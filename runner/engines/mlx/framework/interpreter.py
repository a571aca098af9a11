"""The interpreter: every kind of layer of `runner/models/layers.ts`, as a function of arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import mlx.core as mx

from framework import layers
from framework.layers import activate, linear, sinusoids
from trainmark.protocol.declaration import Layer


@dataclass
class Pass:
    """One pass through a net."""

    # In the order of `net.weights`; convolutions as [filters, height, width, channels], projections as [units, inputs].
    weights: Sequence[mx.array]
    # Running averages of the normalizations; training updates them.
    averages: list[mx.array]
    dtype: mx.Dtype
    training: bool
    # 1, or 0 for a step without dropout; None outside of training.
    dropping: mx.array | None
    # The max pooling of the recipe.
    max_pool: Callable[[mx.array, int], mx.array]
    # Zeros that are added to what enters and leaves every dropout, where the gradients there are looked at.
    moves: Sequence[tuple[mx.array, mx.array]] = ()
    # What entered and left every dropout.
    dropped: list[tuple[mx.array, mx.array]] = field(default_factory=list)

    def weight(self, place: int) -> mx.array:
        """Converts to the dtype of products; gradients flow back to the original array."""
        return self.weights[place].astype(self.dtype)


Forward = Callable[[mx.array, Pass], mx.array]


class Store:
    """Assigns indices to arrays in the order of the declared layers."""

    def __init__(self) -> None:
        self.weights = 0
        # Start value of each running average, and the weight that has its number of channels.
        self.averages: list[tuple[float, int]] = []

    def take(self, count: int) -> range:
        self.weights += count
        return range(self.weights - count, self.weights)

    def average(self, start: float, like: int) -> int:
        """Adds a running average with as many channels as the weight at an index."""
        self.averages.append((start, like))
        return len(self.averages) - 1


def _conv2d(layer: Layer, store: Store) -> Forward:
    kernel, stride, same = layer["kernel"], layer["stride"], layer["padding"] == "same"
    places = store.take(2 if layer["bias"] else 1)

    def forward(x: mx.array, run: Pass) -> mx.array:
        borders = [layers.same_border(size, kernel, stride) if same else (0, 0) for size in x.shape[1:3]]
        filters = run.weight(places[0])
        if all(before == behind for before, behind in borders):
            y = mx.conv2d(x, filters, stride, tuple(before for before, _ in borders))
        else:
            before, behind = ([border[side] for border in borders] for side in (0, 1))
            y = mx.conv_general(x, filters, stride, (before, behind))
        return activate(y + run.weight(places[1]) if layer["bias"] else y, layer["activation"])

    return forward


def _linear(x: mx.array, run: Pass, places: Sequence[int]) -> mx.array:
    return linear(x, run.weight(places[0]), run.weight(places[1]))


def _dense(layer: Layer, store: Store) -> Forward:
    places = store.take(2)
    return lambda x, run: activate(_linear(x, run, places), layer["activation"])


def _batch_norm(layer: Layer, store: Store) -> Forward:
    """Statistics in float32 for every dtype: the sum of 65,536 half-precision values is inaccurate."""
    scale, shift = store.take(2)
    mean_at, variance_at = store.average(0, scale), store.average(1, scale)
    momentum, epsilon = layer["momentum"], layer["epsilon"]

    def forward(x: mx.array, run: Pass) -> mx.array:
        mean, variance = run.averages[mean_at], run.averages[variance_at]
        wide = x.astype(mx.float32)
        if run.training:
            axes = tuple(range(x.ndim - 1))
            batch = mx.mean(wide, axes), mx.var(wide, axes)
            run.averages[mean_at] = momentum * mean + (1 - momentum) * batch[0]
            run.averages[variance_at] = momentum * variance + (1 - momentum) * batch[1]
            mean, variance = batch
        normal = (wide - mean) * mx.rsqrt(variance + epsilon)
        return (run.weights[scale] * normal + run.weights[shift]).astype(x.dtype)

    return forward


def _layer_norm(layer: Layer, store: Store) -> Forward:
    scale, shift = store.take(2)
    return lambda x, run: mx.fast.layer_norm(x, run.weight(scale), run.weight(shift), layer["epsilon"])


def _self_attention(layer: Layer, store: Store) -> Forward:
    """As `nn.MultiHeadAttention`."""
    query, key, value, output = (store.take(2) for _ in range(4))
    heads = layer["heads"]

    def forward(x: mx.array, run: Pass) -> mx.array:
        split = [
            mx.unflatten(_linear(x, run, places), -1, (heads, -1)).transpose(0, 2, 1, 3)
            for places in (query, key, value)
        ]
        scale = split[0].shape[-1] ** -0.5
        attended = mx.fast.scaled_dot_product_attention(*split, scale=scale)
        return _linear(attended.transpose(0, 2, 1, 3).flatten(-2, -1), run, output)

    return forward


def _residual(layer: Layer, store: Store) -> Forward:
    body, shortcut = build(layer["body"], store), build(layer["shortcut"], store)
    return lambda x, run: body(x, run) + shortcut(x, run)


def _dropout(layer: Layer, _: Store) -> Forward:
    def forward(x: mx.array, run: Pass) -> mx.array:
        if not run.training:
            return x
        rate = layer["rate"] * run.dropping
        if run.moves:
            before, after = run.moves[len(run.dropped)]
            x = x + before
            kept = layers.drop(x, rate) + after
        else:
            kept = layers.drop(x, rate)
        run.dropped.append((x, kept))
        return kept

    return forward


def _embedding(layer: Layer, store: Store) -> Forward:
    (table,) = store.take(1)
    return lambda x, run: run.weights[table][x].astype(run.dtype) * layer["scale"]


def _sinusoidal_positions(_: Layer, __: Store) -> Forward:
    tables: dict[tuple[int, ...], mx.array] = {}

    def forward(x: mx.array, run: Pass) -> mx.array:
        table = tables.setdefault(x.shape[1:], mx.array(sinusoids(*x.shape[1:])))
        return x + table.astype(run.dtype)

    return forward


def _learned_positions(_: Layer, store: Store) -> Forward:
    (positions,) = store.take(1)
    return lambda x, run: x + run.weight(positions)


def _class_token(_: Layer, store: Store) -> Forward:
    (token,) = store.take(1)

    def forward(x: mx.array, run: Pass) -> mx.array:
        first = mx.broadcast_to(run.weight(token), (x.shape[0], 1, x.shape[-1]))
        return mx.concatenate([first, x], 1)

    return forward


def _without_arrays(function: Callable[[mx.array], mx.array]) -> Callable[[Layer, Store], Forward]:
    return lambda _, __: lambda x, ___: function(x)


_KINDS: dict[str, Callable[[Layer, Store], Forward]] = {
    "conv2d": _conv2d,
    "max-pool2d": lambda layer, _: lambda x, run: run.max_pool(x, layer["size"]),
    "dropout": _dropout,
    "flatten": _without_arrays(lambda x: x.flatten(1)),
    "dense": _dense,
    "batch-norm": _batch_norm,
    "layer-norm": _layer_norm,
    "activation": lambda layer, _: lambda x, __: activate(x, layer["activation"]),
    "residual": _residual,
    "global-average-pool": _without_arrays(lambda x: x.mean(tuple(range(1, x.ndim - 1)))),
    "embedding": _embedding,
    "sinusoidal-positions": _sinusoidal_positions,
    "learned-positions": _learned_positions,
    "to-sequence": _without_arrays(lambda x: x.flatten(1, 2)),
    "class-token": _class_token,
    "first-token": _without_arrays(lambda x: x[:, 0]),
    "self-attention": _self_attention,
}


def build(layers: Sequence[Layer], store: Store) -> Forward:
    """Applies layers one after another."""
    steps: list[Forward] = [_KINDS[layer["kind"]](layer, store) for layer in layers]

    def forward(x: mx.array, run: Pass) -> mx.array:
        for step in steps:
            x = step(x, run)
        return x

    return forward
