"""Layers that Keras does not have, as in its guides, and normalization with one kernel."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

# The longest wavelength of the positions, in units of 2 pi positions (arXiv 1706.03762, section 3.5).
LONGEST_WAVE = 10_000

# Samples (None while a model is built), length, units.
Shape = tuple[int | None, int, int]


class SinusoidalPositions(keras.layers.Layer):
    """Adds the sine of each position to even units and the cosine to odd ones; the length is fixed when it is built."""

    def build(self, shape: Shape) -> None:
        _, length, units = shape
        waves = np.arange(units) // 2 * 2 / units
        angles = np.arange(length)[:, None] / LONGEST_WAVE**waves
        table = np.where(np.arange(units) % 2 == 0, np.sin(angles), np.cos(angles))
        self.table = table.astype(np.float32)

    def call(self, x: tf.Tensor) -> tf.Tensor:
        return x + tf.cast(self.table, x.dtype)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return shape


class LearnedPositions(keras.layers.Layer):
    def build(self, shape: Shape) -> None:
        self.positions = self.add_weight(shape=shape[1:], initializer="zeros", name="positions")

    def call(self, x: tf.Tensor) -> tf.Tensor:
        return x + self.positions

    def compute_output_shape(self, shape: Shape) -> Shape:
        return shape


class ClassToken(keras.layers.Layer):
    def build(self, shape: Shape) -> None:
        self.token = self.add_weight(shape=shape[2:], initializer="zeros", name="token")

    def call(self, x: tf.Tensor) -> tf.Tensor:
        token = tf.cast(self.token, x.dtype)
        return tf.concat([tf.broadcast_to(token, [tf.shape(x)[0], 1, x.shape[2]]), x], axis=1)

    def compute_output_shape(self, shape: Shape) -> Shape:
        samples, length, units = shape
        return samples, length + 1, units


class SelfAttention(keras.layers.Layer):
    """Multi-head self-attention."""

    def __init__(self, heads: int, dtype: keras.DTypePolicy) -> None:
        super().__init__(dtype=dtype)
        self.heads = heads

    def build(self, shape: Shape) -> None:
        self.attention = keras.layers.MultiHeadAttention(
            self.heads, shape[-1] // self.heads, kernel_initializer="zeros", dtype=self.dtype_policy
        )
        self.attention.build(shape, shape)

    def call(self, x: tf.Tensor) -> tf.Tensor:
        return self.attention(x, x)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return shape


class SwitchedDropout(keras.layers.Dropout):
    """The dropout of Keras with a rate that is multiplied by a variable: one traced step works with and without it."""

    def __init__(self, rate: float, dropping: tf.Variable, dtype: keras.DTypePolicy) -> None:
        super().__init__(rate, dtype=dtype)
        self.dropping = dropping

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        rate = tf.cast(self.rate * self.dropping, inputs.dtype)
        # As Keras makes it: XLA takes seeds of 32 bits, and the state of the generator has 64.
        seed = tf.cast(tf.math.floormod(self.seed_generator.next(), tf.int32.max - 1), tf.int32)
        return tf.nn.experimental.stateless_dropout(inputs, rate=rate, seed=seed)


class FusedBatchNormalization(keras.layers.BatchNormalization):
    """Batch normalization with TensorFlow's fused kernel, which Keras 3 does not use: one pass instead of five."""

    def call(self, inputs: tf.Tensor, training: bool | None = None, mask: None = None) -> tf.Tensor:
        if not training:
            return super().call(inputs, training=False)
        outputs, mean, unbiased, *_ = tf.raw_ops.FusedBatchNormV3(
            x=inputs, scale=self.gamma, offset=self.beta, mean=[], variance=[], epsilon=self.epsilon
        )
        count = tf.cast(tf.size(inputs) // tf.shape(inputs)[-1], tf.float32)
        # The kernel divides by n - 1; the declaration asks for the mean of squares.
        self._move(self.moving_mean, mean)
        self._move(self.moving_variance, unbiased * ((count - 1) / count))
        return outputs

    def _move(self, average: keras.Variable, value: tf.Tensor) -> None:
        average.assign(average * self.momentum + value * (1 - self.momentum))
