"""Scaled dot-product attention: as in a tutorial, and with little memory."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp

# Maximum size of the scores of one block.
BLOCK_BYTES = 64 * 2**20

Attend = Callable[[jax.Array, jax.Array, jax.Array], jax.Array]


def attend_as_tutorial(query: jax.Array, key: jax.Array, value: jax.Array) -> jax.Array:
    """softmax(Q K^T / sqrt(width)) V over [..., length, width] with all scores at once; the softmax in float32."""
    scores = jnp.matmul(query, key.swapaxes(-1, -2), preferred_element_type=jnp.float32)
    weights = jax.nn.softmax(scores / query.shape[-1] ** 0.5)
    return weights.astype(value.dtype) @ value


def _block_size(count: int, length: int, block_bytes: int) -> int:
    """The largest divisor of `count` whose scores fit, at least 1."""
    fitting = max(1, block_bytes // (4 * length * length))
    return max(size for size in range(1, min(count, fitting) + 1) if count % size == 0)


def attend_in_blocks(
    query: jax.Array, key: jax.Array, value: jax.Array, block_bytes: int = BLOCK_BYTES
) -> jax.Array:
    """Processes some sequences and heads at a time, so that memory grows linearly with the length."""
    sequences, heads, length, width = query.shape
    size = _block_size(sequences * heads, length, block_bytes)
    if size == sequences * heads:
        return attend_as_tutorial(query, key, value)
    blocks = [x.reshape(-1, size, length, width) for x in (query, key, value)]
    return jax.lax.map(lambda block: attend_as_tutorial(*block), blocks).reshape(query.shape)


def _attend_by_cudnn(query: jax.Array, key: jax.Array, value: jax.Array) -> jax.Array:
    turned = [x.swapaxes(1, 2) for x in (query, key, value)]
    return jax.nn.dot_product_attention(*turned, implementation="cudnn").swapaxes(1, 2)


class FusedAttention:
    """cuDNN's kernel, which supports half precision only; in blocks if it rejects the sizes or the GPU."""

    def __init__(self) -> None:
        self.fused = True
        self._fused, self._blocks = jax.jit(_attend_by_cudnn), jax.jit(attend_in_blocks)

    def __call__(self, query: jax.Array, key: jax.Array, value: jax.Array) -> jax.Array:
        if self.fused:
            try:
                return self._fused(query, key, value)
            except (NotImplementedError, ValueError, jax.errors.JaxRuntimeError):
                self.fused = False
        return self._blocks(query, key, value)
