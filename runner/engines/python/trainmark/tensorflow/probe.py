"""What TensorFlow can use here."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from trainmark.processor import cpu_name
from trainmark.tensorflow.devices import gpu_api, gpu_name, is_cuda, list_gpus
from trainmark.text import clean_name
from trainmark.threads import thread_count


def full_version() -> str:
    parts = [f"Keras {keras.__version__}"]
    if is_cuda():
        parts.append(f"CUDA {tf.sysconfig.get_build_info().get('cuda_version', 'unknown')}")
    return f"{tf.__version__} ({', '.join(parts)})"


def _device(kind: str, api: str, name: str) -> dict[str, Any]:
    return {"kind": kind, "api": api, "name": clean_name(name, 200), "software": False}


def probe() -> dict[str, Any]:
    """The protocol's `Probe`: every GPU, and the CPU."""
    names = dict.fromkeys(map(gpu_name, list_gpus()))
    return {
        "available": True,
        "version": full_version(),
        "devices": [*(_device("gpu", gpu_api(), name) for name in names), _device("cpu", "none", cpu_name())][
            -16:
        ],
        "observed": {"threads": thread_count(), "cuda": is_cuda()},
    }
