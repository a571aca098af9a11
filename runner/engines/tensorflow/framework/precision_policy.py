"""The number formats of a cell, and loss scaling for float16 (arXiv 1710.03740), in which small gradients vanish."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf

# Keras starts with 2^15, which overflows in the first steps of fashion-cnn, image-cnn and deit-small. Such steps are
# skipped, but the reference trajectory has an update for every batch.
FIRST_SCALE = 2.0**10
GROWTH_STEPS = 2000


def set_precision(dtype: str) -> None:
    """Allows TensorFloat-32, which TensorFlow does by default, to tf32 alone; weights stay in float32."""
    tf.config.experimental.enable_tensor_float_32_execution(dtype == "tf32")
    keras.config.set_floatx("float32")


def storage_of(dtype: str) -> str:
    """The type in which operands are stored: that of tf32 is float32."""
    return "float32" if dtype == "tf32" else dtype


def policy_of(dtype: str) -> keras.DTypePolicy:
    """Half precision applies to the computation; weights stay in float32."""
    stored = storage_of(dtype)
    return keras.DTypePolicy(stored if stored == "float32" else f"mixed_{stored}")


class NoScaling:
    """No loss scaling: for float32, tf32 and bfloat16."""

    def restart(self) -> None:
        pass

    def scale(self, loss: tf.Tensor) -> tf.Tensor:
        return loss

    def unscale(self, gradients: Sequence[tf.Tensor]) -> tuple[Sequence[tf.Tensor], tf.Tensor]:
        return gradients, tf.constant(1.0)


class DynamicScaling(NoScaling):
    """Halves the scale and skips the step if a gradient overflows, doubles it after 2000 steps without overflow."""

    def __init__(self) -> None:
        self._scale = tf.Variable(FIRST_SCALE, trainable=False)
        self._fine = tf.Variable(0.0, trainable=False)

    def restart(self) -> None:
        self._scale.assign(FIRST_SCALE)
        self._fine.assign(0.0)

    def scale(self, loss: tf.Tensor) -> tf.Tensor:
        return loss * self._scale

    def unscale(self, gradients: Sequence[tf.Tensor]) -> tuple[Sequence[tf.Tensor], tf.Tensor]:
        """Unscaled gradients, and 1; zeros and 0 if one overflowed. Updates the scale."""
        scale = self._scale.read_value()
        finite = tf.reduce_all([tf.reduce_all(tf.math.is_finite(gradient)) for gradient in gradients])
        keep = tf.cast(finite, tf.float32)
        fine = (self._fine + 1) * keep
        grow = tf.cast(fine >= GROWTH_STEPS, tf.float32)
        self._fine.assign(fine * (1 - grow))
        self._scale.assign(scale * tf.where(finite, 1 + grow, 0.5))
        return [tf.where(finite, gradient / scale, 0.0) for gradient in gradients], keep
