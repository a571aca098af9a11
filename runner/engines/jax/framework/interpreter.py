"""The interpreter: every kind of layer of `runner/models/layers.ts`, as a function of arrays that JAX can trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import jax
import jax.numpy as jnp

from framework import layers
from framework.attention import Attend
from framework.layers import activate
from trainmark.protocol.declaration import Layer


@dataclass
class Pass:
    """One pass through a net, while it is traced."""

    # In the order and with the dimensions of `net.weights`.
    weights: Sequence[jax.Array]
    # Running averages of the normalizations; training replaces them.
    averages: list[jax.Array]
    dtype: jax.typing.DTypeLike
    training: bool
    # Random key of dropout; None outside of training.
    key: jax.Array | None
    # 1, or 0 for a step without dropout; None outside of training.
    dropping: jax.Array | None
    # Max pooling and attention of the recipe.
    max_pool: Callable[[jax.Array, int], jax.Array]
    attend: Attend
    # Zeros that are added to what enters and leaves every dropout, where the gradients there are looked at.
    moves: Sequence[tuple[jax.Array, jax.Array]] = ()
    # What entered and left every dropout.
    dropped: list[tuple[jax.Array, jax.Array]] = field(default_factory=list)

    def weight(self, place: int) -> jax.Array:
        """Converts to the dtype of products; gradients flow back to the original array."""
        return self.weights[place].astype(self.dtype)

    def next_key(self) -> jax.Array:
        self.key, key = jax.random.split(self.key)
        return key


Forward = Callable[[jax.Array, Pass], jax.Array]


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
    """The bias is added in float32, so that its gradient, a sum over all positions, is taken in it, too."""
    places = store.take(2 if layer["bias"] else 1)

    def forward(x: jax.Array, run: Pass) -> jax.Array:
        y = layers.convolve(x, run.weight(places[0]), layer["stride"], layer["padding"])
        y = y + run.weights[places[1]] if layer["bias"] else y
        return activate(y, layer["activation"]).astype(run.dtype)

    return forward


def _linear(x: jax.Array, run: Pass, places: Sequence[int], activation: str = "linear") -> jax.Array:
    """The bias as that of a convolution."""
    y = layers.linear(x, run.weight(places[0]), run.weights[places[1]])
    return activate(y, activation).astype(run.dtype)


def _dense(layer: Layer, store: Store) -> Forward:
    places = store.take(2)
    return lambda x, run: _linear(x, run, places, layer["activation"])


def _batch_norm(layer: Layer, store: Store) -> Forward:
    """Statistics in float32 for every dtype: the sum of 65,536 half-precision values is inaccurate."""
    scale, shift = store.take(2)
    mean_at, variance_at = store.average(0, scale), store.average(1, scale)
    momentum, epsilon = layer["momentum"], layer["epsilon"]

    def forward(x: jax.Array, run: Pass) -> jax.Array:
        mean, variance = run.averages[mean_at], run.averages[variance_at]
        if run.training:
            wide, axes = x.astype(jnp.float32), tuple(range(x.ndim - 1))
            batch = wide.mean(axes), wide.var(axes)
            run.averages[mean_at] = momentum * mean + (1 - momentum) * batch[0]
            run.averages[variance_at] = momentum * variance + (1 - momentum) * batch[1]
            mean, variance = batch
        return layers.batch_norm(x, mean, variance, run.weights[scale], run.weights[shift], epsilon)

    return forward


def _layer_norm(layer: Layer, store: Store) -> Forward:
    scale, shift = store.take(2)
    return lambda x, run: layers.layer_norm(x, run.weights[scale], run.weights[shift], layer["epsilon"])


def _self_attention(layer: Layer, store: Store) -> Forward:
    query, key, value, output = (store.take(2) for _ in range(4))

    def forward(x: jax.Array, run: Pass) -> jax.Array:
        split = [
            _linear(x, run, places).reshape(*x.shape[:2], layer["heads"], -1).swapaxes(1, 2)
            for places in (query, key, value)
        ]
        return _linear(run.attend(*split).swapaxes(1, 2).reshape(x.shape), run, output)

    return forward


def _residual(layer: Layer, store: Store) -> Forward:
    body, shortcut = build(layer["body"], store), build(layer["shortcut"], store)
    return lambda x, run: body(x, run) + shortcut(x, run)


def _dropout(layer: Layer, _: Store) -> Forward:
    def forward(x: jax.Array, run: Pass) -> jax.Array:
        if not run.training:
            return x
        rate, key = layer["rate"] * run.dropping, run.next_key()
        if run.moves:
            before, after = run.moves[len(run.dropped)]
            x = x + before
            kept = layers.drop(x, rate, key) + after
        else:
            kept = layers.drop(x, rate, key)
        run.dropped.append((x, kept))
        return kept

    return forward


def _embedding(layer: Layer, store: Store) -> Forward:
    (table,) = store.take(1)
    return lambda x, run: run.weights[table][x].astype(run.dtype) * layer["scale"]


def _sinusoidal_positions(_: Layer, __: Store) -> Forward:
    return lambda x, run: x + layers.sinusoids(*x.shape[1:]).astype(run.dtype)


def _learned_positions(_: Layer, store: Store) -> Forward:
    (positions,) = store.take(1)
    return lambda x, run: x + run.weight(positions)


def _class_token(_: Layer, store: Store) -> Forward:
    (token,) = store.take(1)

    def forward(x: jax.Array, run: Pass) -> jax.Array:
        first = jnp.broadcast_to(run.weight(token), (x.shape[0], 1, x.shape[-1]))
        return jnp.concatenate([first, x], 1)

    return forward


def _without_arrays(function: Callable[[jax.Array], jax.Array]) -> Callable[[Layer, Store], Forward]:
    return lambda _, __: lambda x, ___: function(x)


_KINDS: dict[str, Callable[[Layer, Store], Forward]] = {
    "conv2d": _conv2d,
    "max-pool2d": lambda layer, _: lambda x, run: run.max_pool(x, layer["size"]),
    "dropout": _dropout,
    "flatten": _without_arrays(lambda x: x.reshape(len(x), -1)),
    "dense": _dense,
    "batch-norm": _batch_norm,
    "layer-norm": _layer_norm,
    "activation": lambda layer, _: lambda x, __: activate(x, layer["activation"]),
    "residual": _residual,
    "global-average-pool": _without_arrays(lambda x: x.mean(tuple(range(1, x.ndim - 1)))),
    "embedding": _embedding,
    "sinusoidal-positions": _sinusoidal_positions,
    "learned-positions": _learned_positions,
    "to-sequence": _without_arrays(lambda x: x.reshape(len(x), -1, x.shape[-1])),
    "class-token": _class_token,
    "first-token": _without_arrays(lambda x: x[:, 0]),
    "self-attention": _self_attention,
}


def build(declared: Sequence[Layer], store: Store) -> Forward:
    """Applies layers one after another."""
    steps: list[Forward] = [_KINDS[layer["kind"]](layer, store) for layer in declared]

    def forward(x: jax.Array, run: Pass) -> jax.Array:
        for step in steps:
            x = step(x, run)
        return x

    return forward
