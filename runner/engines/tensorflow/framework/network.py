"""A declared net as a Keras model: trained as in tutorials, or as fast as TensorFlow can."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence

import keras
import numpy as np
import tensorflow as tf

from framework.device import Setting
from framework.interpreter import Interpreter
from framework.optimizers import (
    fused_updater,
    restart_tutorial_optimizer,
    tutorial_moments,
    tutorial_optimizer,
)
from framework.precision_policy import DynamicScaling, NoScaling, policy_of
from trainmark.check.generator import net_values
from trainmark.check.sampled_rows import sampled_rows
from trainmark.framework import GRADIENT_SCALE, Network, Pair
from trainmark.protocol.declaration import Net, Optimizer

Values = tf.Tensor | np.ndarray
Gradients = tuple[tf.Tensor, Sequence[tf.Tensor], tf.Tensor]


def _read(rows: Iterable[tf.Tensor]) -> np.ndarray:
    return np.concatenate([tf.cast(part, tf.float32).numpy() for part in rows])


class KerasNetwork(Network):
    """The models differ in sequence length and share all arrays."""

    def __init__(self, net: Net, seed: int, setting: Setting) -> None:
        self._net = net
        self._setting = setting
        self._switch = tf.Variable(1.0, trainable=False)
        self._interpreter = Interpreter(net, policy_of(setting.dtype), setting.optimized, self._switch)
        self._models: dict[tuple[int, ...], keras.Model] = {}
        self._model(net["inputShape"])
        self._arrays: list[tf.Variable] = [array.value for array in self._interpreter.arrays]
        self._fill(seed)

    def _model(self, shape: Sequence[int]) -> keras.Model:
        key = tuple(shape)
        if key not in self._models:
            self._models[key] = self._create_model(shape)
        return self._models[key]

    def _create_model(self, shape: Sequence[int]) -> keras.Model:
        return self._interpreter.model(shape)

    @property
    def dropping(self) -> bool:
        return self._switch.numpy() == 1

    @dropping.setter
    def dropping(self, dropping: bool) -> None:
        self._switch.assign(float(dropping))

    def _fill(self, seed: int) -> None:
        self.load(net_values(self._net, seed))
        for average, start in self._interpreter.averages:
            average.assign(tf.fill(average.shape, start))

    def load(self, values: Iterable[np.ndarray]) -> None:
        for array, loaded in zip(self._arrays, values, strict=True):
            # Keras stores the projections of attention split by heads.
            array.assign(loaded.reshape(array.shape))

    def load_averages(self, values: Iterable[np.ndarray]) -> None:
        for (average, _), loaded in zip(self._interpreter.averages, values, strict=True):
            average.assign(loaded)

    def averages(self) -> Iterator[np.ndarray]:
        return (average.numpy() for average, _ in self._interpreter.averages)

    def _declared(self, arrays: Iterable[tf.Variable], number: int) -> tuple[np.ndarray, ...]:
        shape = self._net["weights"][number]["shape"]
        return tuple(array.numpy().reshape(shape) for array in arrays)

    def weights(self) -> Iterator[np.ndarray]:
        return (self._declared([array], number)[0] for number, array in enumerate(self._arrays))

    def moments(self) -> Iterator[tuple[np.ndarray, ...]]:
        return (self._declared(kept, number) for number, kept in enumerate(self._moments()))

    def _looking_model(self, shape: Sequence[int]) -> keras.Model:
        """Of its own layers, which are those of the step: logits, then what enters and leaves every dropout."""
        model = self._interpreter.model(shape)
        pairs = self._interpreter.dropped
        return keras.Model(model.inputs, [*model.outputs, *(tensor for pair in pairs for tensor in pair)])

    def dropouts(self, inputs: Values) -> Iterator[Pair]:
        model = self._looking_model(inputs.shape[1:])
        # As a graph, which frees each array once its rows are taken.
        found = tf.function(lambda given: list(map(sampled_rows, model(given, training=True)[1:])))(inputs)
        arrays = map(_read, found)
        return zip(arrays, arrays, strict=True)

    def dropout_gradients(self, inputs: Values, labels: Values) -> Iterator[tuple[Pair, Pair | None]]:
        model = self._looking_model(inputs.shape[1:])
        with tf.GradientTape(persistent=True) as tape:
            logits, *found = model(inputs, training=True)
            loss = mean_loss(labels, logits) * GRADIENT_SCALE
        entered, left = found[::2], found[1::2]
        for before, after, arriving in zip(entered, left, tape.gradient(loss, left), strict=True):
            forward = _read([before]), _read([after])
            passed = tape.gradient(after, before, output_gradients=arriving)
            yield forward, None if passed is None else (_read([arriving]), _read([passed]))

    def parameters(self) -> int:
        return sum(int(np.prod(array.shape)) for array in self._arrays)

    def restart(self, seed: int) -> None:
        self._fill(seed)
        self._restart_optimizer()

    @abstractmethod
    def _restart_optimizer(self) -> None:
        """Resets the optimizer to its first step."""

    @abstractmethod
    def _moments(self) -> list[tuple[tf.Variable, ...]]:
        """What the optimizer keeps of every array."""


def mean_loss(labels: Values, logits: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


class TutorialNetwork(KerasNetwork):
    """`compile`, `train_on_batch` and `predict_on_batch` on NumPy arrays."""

    def __init__(self, net: Net, optimizer: Optimizer | None, seed: int, setting: Setting) -> None:
        self._optimizer = tutorial_optimizer(optimizer) if optimizer else None
        super().__init__(net, seed, setting)
        if self._optimizer:
            self._optimizer.build(self._interpreter.arrays)

    @property
    def compiled(self) -> bool:
        """Keras decides: it compiles on a GPU."""
        return any(model.jit_compile for model in self._models.values())

    def _create_model(self, shape: Sequence[int]) -> keras.Model:
        model = super()._create_model(shape)
        if self._optimizer:
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            model.compile(optimizer=self._optimizer, loss=loss)
        return model

    def _restart_optimizer(self) -> None:
        if self._optimizer:
            restart_tutorial_optimizer(self._optimizer)

    def _moments(self) -> list[tuple[tf.Variable, ...]]:
        return tutorial_moments(self._optimizer)

    def steps(self) -> int:
        return int(self._optimizer.iterations.numpy())

    def outputs(self, inputs: np.ndarray) -> np.ndarray:
        return self._model(inputs.shape[1:]).predict_on_batch(inputs)

    def train_step(self, inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        return np.float32(self._model(inputs.shape[1:]).train_on_batch(inputs, labels))


class FastNetwork(KerasNetwork):
    """One `tf.function` for the whole step, compiled by XLA if that is faster, and one kernel per array to update it."""

    def __init__(self, net: Net, optimizer: Optimizer | None, seed: int, setting: Setting) -> None:
        super().__init__(net, seed, setting)
        self._updater = fused_updater(self._arrays, optimizer) if optimizer else None
        self._scaling = DynamicScaling() if setting.dtype == "float16" else NoScaling()
        self._steps: dict[tuple[int, ...], Callable[..., tf.Tensor]] = {}
        self._passes: dict[tuple[int, ...], Callable[[tf.Tensor], tf.Tensor]] = {}

    @property
    def compiled(self) -> bool:
        return self._setting.xla

    def _restart_optimizer(self) -> None:
        if self._updater:
            self._updater.restart()
        self._scaling.restart()

    def _moments(self) -> list[tuple[tf.Variable, ...]]:
        return self._updater.moments()

    def steps(self) -> int | None:
        return self._updater.steps()

    def outputs(self, inputs: tf.Tensor) -> tf.Tensor:
        shape = tuple(inputs.shape[1:])
        if shape not in self._passes:
            model = self._model(shape)
            self._passes[shape] = tf.function(
                lambda samples: model(samples, training=False), jit_compile=self._setting.xla
            )
        return self._passes[shape](inputs)

    def _gradients(self, model: keras.Model, inputs: Values, labels: Values) -> Gradients:
        """Loss, the gradients of a step, and 0 if one overflowed, otherwise 1; called in a `tf.function`."""
        with tf.GradientTape() as tape:
            loss = mean_loss(labels, model(inputs, training=True))
            scaled = self._scaling.scale(loss)
        gradients = list(map(tf.convert_to_tensor, tape.gradient(scaled, self._arrays)))
        return loss, *self._scaling.unscale(gradients)

    def _create_step(self, model: keras.Model) -> Callable[..., tf.Tensor]:
        def step(inputs: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
            loss, gradients, keep = self._gradients(model, inputs, labels)
            self._updater.apply(gradients, keep)
            return loss

        return tf.function(step, jit_compile=self._setting.xla)

    def train_step(self, inputs: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        shape = tuple(inputs.shape[1:])
        if shape not in self._steps:
            self._steps[shape] = self._create_step(self._model(shape))
        return self._steps[shape](inputs, labels)
