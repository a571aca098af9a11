"""The devices that TensorFlow supports here, and its setup for one cell before anything is computed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

from framework.precision_policy import set_precision
from trainmark.machine.processor import cpu_name
from trainmark.machine.tensor_float import has_tensor_float, require_tensor_float
from trainmark.machine.threads import thread_count
from trainmark.protocol.clean_text import clean_name
from trainmark.protocol.declaration import Cell


def is_cuda() -> bool:
    return tf.test.is_built_with_cuda()


def gpu_api() -> str:
    return "cuda" if is_cuda() else "metal"


def gpu_name(gpu: Any) -> str:
    """The name that the driver reports; on Apple silicon, CPU and GPU are one chip with one name."""
    if not is_cuda():
        return cpu_name()
    return tf.config.experimental.get_device_details(gpu).get("device_name", "NVIDIA GPU")


def _capability(gpu: Any) -> tuple[int, ...] | None:
    """CUDA's compute capability; None for another GPU."""
    return tf.config.experimental.get_device_details(gpu).get("compute_capability") if is_cuda() else None


def list_gpus() -> list[Any]:
    return tf.config.list_physical_devices("GPU")


def find_gpu(name: str) -> Any:
    """The GPU with the given name, otherwise the first. Raises if there is none."""
    gpus = list_gpus()
    if not gpus:
        raise RuntimeError("TensorFlow does not find a GPU any more; check its driver")
    return next((gpu for gpu in gpus if gpu_name(gpu) == name), gpus[0])


def full_version() -> str:
    parts = [f"Keras {keras.__version__}"]
    if is_cuda():
        parts.append(f"CUDA {tf.sysconfig.get_build_info().get('cuda_version', 'unknown')}")
    return f"{tf.__version__} ({', '.join(parts)})"


def _device(kind: str, api: str, name: str) -> dict[str, Any]:
    return {"kind": kind, "api": api, "name": clean_name(name, 200), "software": False}


def probe() -> dict[str, Any]:
    """The protocol's `Probe`: every GPU, and the CPU."""
    found = list_gpus()
    able = dict.fromkeys(gpu_name(gpu) for gpu in found if has_tensor_float(_capability(gpu)))
    # Equal GPUs one by one: the runner tells them apart by their order.
    gpus = [_device("gpu", gpu_api(), gpu_name(gpu)) for gpu in found]
    return {
        "available": True,
        "version": full_version(),
        "devices": [*gpus[:15], _device("cpu", "none", cpu_name())],
        "tensorFloat": [clean_name(name, 200) for name in able][:15],
        "observed": {"threads": thread_count(), "cuda": is_cuda()},
    }


@dataclass(frozen=True)
class Setting:
    """`xla`: whether the optimized recipe compiles with XLA, which it does on CUDA. On a CPU no net became faster and
    fashion-cnn took more than ten times as long; the Metal plugin does not have XLA."""

    device: str
    gpu: bool
    optimized: bool
    xla: bool
    dtype: str


def create_setting(cell: Cell) -> Setting:
    gpu = cell["device"]["kind"] == "gpu"
    capability = None
    if not gpu:
        # Otherwise Keras compiles for the CPU, which is slower, if the machine has any GPU.
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    visible = tf.config.list_physical_devices("CPU")
    if gpu:
        chosen = find_gpu(cell["device"]["name"])
        visible.append(chosen)
        capability = _capability(chosen)
        # Otherwise TensorFlow reserves all GPU memory at once, and the peak is meaningless.
        tf.config.experimental.set_memory_growth(chosen, True)
    tf.config.set_visible_devices(visible)
    tf.config.threading.set_intra_op_parallelism_threads(thread_count())
    tf.config.threading.set_inter_op_parallelism_threads(thread_count())
    keras.config.set_image_data_format("channels_last")
    if cell["dtype"] == "tf32":
        require_tensor_float(capability)
    set_precision(cell["dtype"])
    optimized = cell["recipe"] == "optimized"
    return Setting(
        device="/GPU:0" if gpu else "/CPU:0",
        gpu=gpu,
        optimized=optimized,
        xla=optimized and gpu and is_cuda(),
        dtype=cell["dtype"],
    )
