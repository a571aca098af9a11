"""Scaled dot-product attention alone; TensorFlow has no fused kernel for it."""

from __future__ import annotations

import math

import tensorflow as tf

# Maximum size of the scores of one block.
BLOCK_BYTES = 64 * 2**20


def attend_as_tutorial(query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) -> tf.Tensor:
    """All scores at once, operation by operation."""
    scores = tf.matmul(query, key, transpose_b=True) / math.sqrt(query.shape[-1])
    return tf.matmul(tf.nn.softmax(scores), value)


def _attend(query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) -> tf.Tensor:
    """Divides the queries, which are smaller than the scores; the softmax is accumulated in float32."""
    scores = tf.matmul(query * tf.cast(1 / math.sqrt(query.shape[-1]), query.dtype), key, transpose_b=True)
    weights = tf.nn.softmax(tf.cast(scores, tf.float32))
    return tf.matmul(tf.cast(weights, value.dtype), value)


def _block_size(count: int, length: int, block_bytes: int) -> int:
    """The largest divisor of `count` whose scores fit, at least 1."""
    fitting = max(1, block_bytes // (4 * length * length))
    return max(size for size in range(1, min(count, fitting) + 1) if count % size == 0)


def attend_in_blocks(
    query: tf.Tensor, key: tf.Tensor, value: tf.Tensor, block_bytes: int = BLOCK_BYTES
) -> tf.Tensor:
    """Processes some sequences and heads at a time, so that memory grows linearly with the length."""
    sequences, heads, length, width = query.shape
    size = _block_size(sequences * heads, length, block_bytes)
    if size == sequences * heads:
        return _attend(query, key, value)
    blocks = [tf.reshape(x, [-1, size, length, width]) for x in (query, key, value)]
    attended = tf.map_fn(
        lambda block: _attend(*block), tuple(blocks), parallel_iterations=1, fn_output_signature=query.dtype
    )
    return tf.reshape(attended, query.shape)
