"""Optimizers: those of Keras, as in a tutorial, and the same formulas with one kernel per array."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import keras
import tensorflow as tf

from trainmark.protocol.declaration import Optimizer


class ExactAdam(keras.optimizers.Adam):
    """Algorithm 1 of arXiv 1412.6980. Keras implements the variant of its section 2, which does not rescale epsilon. Its
    epsilon weighs thirty times as much in the first step: transformer-encoder left the reference trajectory."""

    def update_step(self, gradient: tf.Tensor, variable: keras.Variable, learning_rate: tf.Tensor) -> None:
        step = tf.cast(self.iterations + 1, variable.dtype)
        root = tf.sqrt(1 - self.beta_2**step)
        rate = tf.cast(learning_rate, variable.dtype) * root / (1 - self.beta_1**step)
        place = self._get_variable_index(variable)
        mean, squares = self._momentums[place], self._velocities[place]
        self.assign_add(mean, (gradient - mean) * (1 - self.beta_1))
        self.assign_add(squares, (tf.square(gradient) - squares) * (1 - self.beta_2))
        self.assign_sub(variable, rate * mean / (tf.sqrt(squares) + self.epsilon * root))


def tutorial_optimizer(rule: Optimizer) -> keras.optimizers.Optimizer:
    if rule["kind"] == "adam":
        return ExactAdam(rule["learningRate"], rule["beta1"], rule["beta2"], epsilon=rule["epsilon"])
    return keras.optimizers.RMSprop(rule["learningRate"], rule["rho"], epsilon=rule["epsilon"])


def tutorial_moments(optimizer: keras.optimizers.Optimizer) -> list[tuple[tf.Variable, ...]]:
    """What the optimizer keeps of every array, as `Network.moments` declares it."""
    means = [optimizer._momentums] if isinstance(optimizer, ExactAdam) else []
    return list(zip(*means, optimizer._velocities, strict=True))


def restart_tutorial_optimizer(optimizer: keras.optimizers.Optimizer) -> None:
    for variable in optimizer.variables:
        if variable.name != "learning_rate":
            variable.assign(tf.zeros_like(variable.value))


class FusedUpdater(ABC):
    """Call `apply` in a `tf.function`. `keep` is 1, or 0 for a step that must change nothing."""

    def __init__(self, arrays: Sequence[tf.Variable], rule: Optimizer) -> None:
        self._rule = rule
        self._arrays = [
            (array, *(tf.Variable(tf.zeros_like(array), trainable=False) for _ in range(2)))
            for array in arrays
        ]

    def restart(self) -> None:
        for _, first, second in self._arrays:
            first.assign(tf.zeros_like(first))
            second.assign(tf.zeros_like(second))

    @abstractmethod
    def moments(self) -> list[tuple[tf.Variable, ...]]:
        """What is kept of every array, as `Network.moments` declares it."""

    def steps(self) -> int | None:
        """Updates since the last restart; None if they are not counted."""
        return None

    @abstractmethod
    def apply(self, gradients: Sequence[tf.Tensor], keep: tf.Tensor) -> None:
        """One step; gradients are in the order of the arrays."""


class FusedAdam(FusedUpdater):
    def __init__(self, arrays: Sequence[tf.Variable], rule: Optimizer) -> None:
        super().__init__(arrays, rule)
        self._steps = tf.Variable(0.0, trainable=False)

    def restart(self) -> None:
        super().restart()
        self._steps.assign(0.0)

    def moments(self) -> list[tuple[tf.Variable, ...]]:
        return [(mean, squares) for _, mean, squares in self._arrays]

    def steps(self) -> int:
        return int(self._steps.numpy())

    def apply(self, gradients: Sequence[tf.Tensor], keep: tf.Tensor) -> None:
        rule = self._rule
        step = tf.maximum(self._steps.assign_add(keep), 1.0)
        power1, power2 = rule["beta1"] ** step, rule["beta2"] ** step
        for (array, mean, squares), gradient in zip(self._arrays, gradients, strict=True):
            tf.raw_ops.ResourceApplyAdam(
                var=array.handle,
                m=mean.handle,
                v=squares.handle,
                beta1_power=power1,
                beta2_power=power2,
                lr=rule["learningRate"] * keep,
                beta1=1 - (1 - rule["beta1"]) * keep,
                beta2=1 - (1 - rule["beta2"]) * keep,
                # The kernel does not rescale epsilon; neither does Keras.
                epsilon=rule["epsilon"] * tf.sqrt(1 - power2),
                grad=gradient,
            )


class FusedRmsProp(FusedUpdater):
    def moments(self) -> list[tuple[tf.Variable, ...]]:
        return [(squares,) for _, squares, _ in self._arrays]

    def apply(self, gradients: Sequence[tf.Tensor], keep: tf.Tensor) -> None:
        rule = self._rule
        for (array, squares, momentum), gradient in zip(self._arrays, gradients, strict=True):
            tf.raw_ops.ResourceApplyRMSProp(
                var=array.handle,
                ms=squares.handle,
                mom=momentum.handle,
                lr=rule["learningRate"] * keep,
                rho=1 - (1 - rule["rho"]) * keep,
                momentum=0.0,
                epsilon=rule["epsilon"],
                grad=gradient,
            )


def fused_updater(arrays: Sequence[tf.Variable], rule: Optimizer) -> FusedUpdater:
    return (FusedAdam if rule["kind"] == "adam" else FusedRmsProp)(arrays, rule)
