"""How TensorFlow is set up for one cell, before it computes anything."""

from __future__ import annotations

import os
from dataclasses import dataclass

import keras
import tensorflow as tf

from trainmark.declaration import Cell
from trainmark.tensorflow.devices import find_gpu, is_cuda
from trainmark.threads import thread_count


@dataclass(frozen=True)
class Setting:
    """`xla` says whether the optimized recipe compiles with XLA: on CUDA. On a CPU no net gained by it and fashion-cnn took
    more than ten times as long; the Metal plugin has none."""

    device: str
    gpu: bool
    optimized: bool
    xla: bool
    dtype: str

    @property
    def policy(self) -> keras.DTypePolicy:
        """Half precision computes in it and keeps weights in float32."""
        return keras.DTypePolicy("float32" if self.dtype == "float32" else f"mixed_{self.dtype}")


def create_setting(cell: Cell) -> Setting:
    gpu = cell["device"]["kind"] == "gpu"
    if not gpu:
        # Keras compiles for a CPU, where that harms, as soon as a GPU exists that nobody uses.
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    visible = tf.config.list_physical_devices("CPU")
    if gpu:
        chosen = find_gpu(cell["device"]["name"])
        visible.append(chosen)
        # Else all of its memory is taken at once, and the peak says nothing.
        tf.config.experimental.set_memory_growth(chosen, True)
    tf.config.set_visible_devices(visible)
    tf.config.experimental.enable_tensor_float_32_execution(False)
    tf.config.threading.set_intra_op_parallelism_threads(thread_count())
    tf.config.threading.set_inter_op_parallelism_threads(thread_count())
    keras.config.set_floatx("float32")
    keras.config.set_image_data_format("channels_last")
    optimized = cell["recipe"] == "optimized"
    return Setting(
        device="/GPU:0" if gpu else "/CPU:0",
        gpu=gpu,
        optimized=optimized,
        xla=optimized and gpu and is_cuda(),
        dtype=cell["dtype"],
    )
