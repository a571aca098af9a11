"""GPUs that TensorFlow sees, by name."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from trainmark.processor import cpu_name


def is_cuda() -> bool:
    return tf.test.is_built_with_cuda()


def gpu_api() -> str:
    return "cuda" if is_cuda() else "metal"


def gpu_name(gpu: Any) -> str:
    """As the driver says it; on Apple silicon CPU and GPU are one chip with one name."""
    if not is_cuda():
        return cpu_name()
    return tf.config.experimental.get_device_details(gpu).get("device_name", "NVIDIA GPU")


def list_gpus() -> list[Any]:
    return tf.config.list_physical_devices("GPU")


def find_gpu(name: str) -> Any:
    """The GPU of a name, else the first. Raises where there is none."""
    gpus = list_gpus()
    if not gpus:
        raise RuntimeError("TensorFlow finds no GPU any more; look at its driver")
    return next((gpu for gpu in gpus if gpu_name(gpu) == name), gpus[0])
