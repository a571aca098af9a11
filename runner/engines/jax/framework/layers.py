"""Layers as functions of arrays: images [samples, height, width, channels], sequences [samples, length, units]."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

# The longest wavelength of the positions, in units of 2 pi positions (arXiv 1706.03762, section 3.5).
_LONGEST_WAVE = 10_000


def activate(x: jax.Array, activation: str) -> jax.Array:
    """A softmax is omitted: it is part of the loss, which takes logits."""
    if activation == "relu":
        return jax.nn.relu(x)
    return jax.nn.gelu(x, approximate=False) if activation == "gelu" else x


def convolve(x: jax.Array, filters: jax.Array, stride: int = 1, padding: str = "valid") -> jax.Array:
    """Filters [height, width, in, out]. XLA puts the smaller half of the padding before the first row and column."""
    return lax.conv_general_dilated(
        x, filters, (stride, stride), padding.upper(), dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


def linear(x: jax.Array, kernel: jax.Array, bias: jax.Array) -> jax.Array:
    """Kernel [inputs, units]. A bias of float32 makes the result float32."""
    return x @ kernel + bias


def stock_max_pool(x: jax.Array, size: int) -> jax.Array:
    """Max pooling as in Flax."""
    window = (1, size, size, 1)
    return lax.reduce_window(x, x.dtype.type(-np.inf), lax.max, window, window, "VALID")


def cut_max_pool(x: jax.Array, size: int) -> jax.Array:
    """Drops the rest that fills no window, so that the windows are a view: `stock_max_pool` scatters in the gradient."""
    count, height, width, channels = x.shape
    rows, columns = height // size, width // size
    x = x[:, : rows * size, : columns * size]
    return x.reshape(count, rows, size, columns, size, channels).max((2, 4))


def drop(x: jax.Array, rate: jax.Array | float, key: jax.Array) -> jax.Array:
    """Draws and scales in float32, because half precision is too coarse to keep the rate. A rate of 0 changes nothing."""
    kept = jax.random.uniform(key, x.shape) >= rate
    return jnp.where(kept, x.astype(jnp.float32) * (1 / (1 - rate)), 0).astype(x.dtype)


def layer_norm(x: jax.Array, scale: jax.Array, shift: jax.Array, epsilon: float) -> jax.Array:
    """Statistics in float32 for every dtype."""
    wide = x.astype(jnp.float32)
    normal = jax.nn.standardize(wide, axis=-1, epsilon=epsilon)
    return (normal * scale + shift).astype(x.dtype)


def batch_norm(
    x: jax.Array, mean: jax.Array, variance: jax.Array, scale: jax.Array, shift: jax.Array, epsilon: float
) -> jax.Array:
    factor = scale * lax.rsqrt(variance + epsilon)
    return ((x.astype(jnp.float32) - mean) * factor + shift).astype(x.dtype)


def sinusoids(length: int, units: int) -> np.ndarray:
    """[length, units]: the sine of each position in even units, the cosine in odd ones."""
    unit = np.arange(units)
    angles = np.arange(length)[:, None] / _LONGEST_WAVE ** ((unit - unit % 2) / units)
    return np.where(unit % 2 == 0, np.sin(angles), np.cos(angles)).astype(np.float32)
