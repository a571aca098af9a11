"""One cell on TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import tensorflow as tf
from tensorflow.python.util import _pywrap_util_port

from framework.attention import attend_as_tutorial, attend_in_blocks
from framework.device import create_setting, full_version
from framework.network import FastNetwork, TutorialNetwork, Values
from framework.precision_policy import storage_of
from trainmark.framework import Framework
from trainmark.protocol.declaration import Cell, Net, Optimizer
from trainmark.protocol.protocol import UnsupportedError


def write_in_place(array: tf.Tensor, values: tf.Tensor) -> None:
    """Tensors are constants otherwise; this operation writes rows into the memory of its input."""
    rows = [tf.reshape(tensor, [1, -1]) for tensor in (array, values)]
    if array.dtype == tf.bfloat16:
        # GPUs do not have it for this type; bits are only copied.
        rows = [tf.bitcast(row, tf.float16) for row in rows]
    tf.raw_ops.InplaceUpdate(x=rows[0], i=[0], v=rows[1])


class Worker(Framework):
    """In the naive recipe samples stay NumPy arrays, which the methods of Keras take."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        self._setting = create_setting(cell)
        self._network: FastNetwork | TutorialNetwork | None = None

    def version(self) -> str:
        return full_version()

    def observed(self) -> dict[str, bool | float | str]:
        observed: dict[str, bool | float | str] = {
            "computedOn": "gpu" if self._setting.gpu else "cpu",
            "threads": tf.config.threading.get_intra_op_parallelism_threads(),
            "interOpThreads": tf.config.threading.get_inter_op_parallelism_threads(),
            "onednn": _pywrap_util_port.IsMklEnabled(),
            "tf32": tf.config.experimental.tensor_float_32_execution_enabled(),
        }
        if self._network is not None:
            observed |= {"compiled": self._network.compiled, "layout": "channels-last"}
        return observed

    def upload(self, values: np.ndarray) -> Values:
        if not self._setting.optimized:
            return values
        # TensorFlow keeps 32-bit integers on the host.
        whole = np.issubdtype(values.dtype, np.integer)
        with tf.device(self._setting.device):
            return tf.identity(tf.constant(values, tf.int64 if whole else None))

    def overwrite(self, array: tf.Tensor, values: tf.Tensor) -> None:
        try:
            write_in_place(array, values)
        except tf.errors.OpError as error:
            raise NotImplementedError("the device has no such operation") from error
        # Without the operation on its own device, a copy on another one is written.
        if not tf.reduce_all(array == values):
            raise NotImplementedError("the device has no such operation")

    def operand(self, values: np.ndarray) -> tf.Tensor:
        with tf.device(self._setting.device):
            return tf.cast(tf.constant(values), storage_of(self._setting.dtype))

    def download(self, array: Values) -> np.ndarray:
        if not isinstance(array, tf.Tensor):
            return np.asarray(array)
        return (tf.cast(array, tf.float32) if array.dtype.is_floating else array).numpy()

    def finish(self, last: Values | None = None) -> None:
        tf.test.experimental.sync_devices()

    def multiplier(self) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
        return tf.linalg.matmul

    def attention(self) -> Callable[[tf.Tensor, tf.Tensor, tf.Tensor], tf.Tensor]:
        if not self._setting.optimized:
            return attend_as_tutorial
        return tf.function(attend_in_blocks, jit_compile=self._setting.xla)

    def copier(self) -> Callable[[tf.Tensor], tf.Variable]:
        """Of slices: a variable that is assigned a whole tensor shares its memory, and one that is read shares its own."""
        destination: tf.Variable | None = None

        def copy(source: tf.Tensor) -> tf.Variable:
            nonlocal destination
            with tf.device(self._setting.device):
                if destination is None:
                    destination = tf.Variable(tf.zeros_like(source), trainable=False)
                tf.raw_ops.ResourceStridedSliceAssign(
                    ref=destination.handle,
                    begin=[0] * len(source.shape),
                    end=source.shape.as_list(),
                    strides=[1] * len(source.shape),
                    value=source,
                )
            return destination

        return copy

    def convolve(self, images: tf.Tensor, filters: tf.Tensor) -> tf.Tensor:
        return tf.nn.conv2d(images, filters, 1, "VALID")

    def network(self, net: Net, optimizer: Optimizer | None, seed: int) -> FastNetwork | TutorialNetwork:
        if not self._setting.optimized and storage_of(self._setting.dtype) != "float32":
            raise UnsupportedError(
                f"the naive recipe trains in float32 or tf32; use the optimized one for {self._setting.dtype}"
            )
        kind = FastNetwork if self._setting.optimized else TutorialNetwork
        with tf.device(self._setting.device):
            self._network = kind(net, optimizer, seed, self._setting)
        return self._network

    def take(self, samples: Values, places: np.ndarray) -> Values:
        return samples[places] if isinstance(samples, np.ndarray) else tf.gather(samples, places)

    def enlarge(self, images: Values, factor: int) -> Values:
        repeat = np.repeat if isinstance(images, np.ndarray) else tf.repeat
        return repeat(repeat(images, factor, 1), factor, 2)

    def count_right(self, outputs: Values, labels: Values) -> Values:
        if isinstance(outputs, np.ndarray):
            return np.sum(outputs.argmax(1) == labels)
        return tf.reduce_sum(tf.cast(tf.argmax(outputs, 1) == tf.cast(labels, tf.int64), tf.int64))

    def add(self, arrays: Sequence[Values]) -> Values:
        return tf.add_n(list(arrays)) if isinstance(arrays[0], tf.Tensor) else np.sum(arrays)

    def peak_memory(self) -> dict[str, int | str] | None:
        if not self._setting.gpu:
            return None
        try:
            return {"bytes": tf.config.experimental.get_memory_info("GPU:0")["peak"], "method": "tf-peak"}
        except ValueError:
            # The Metal plugin does not report memory.
            return None
