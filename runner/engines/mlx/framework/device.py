"""Devices that MLX drives here, and what they can do."""

from __future__ import annotations

import os
import time
from typing import Any

import mlx.core as mx

from trainmark.protocol.clean_text import clean_name
from trainmark.protocol.declaration import Device
from trainmark.protocol.protocol import UnsupportedError

# TensorFloat-32 would silently take 13 bits off every float32 product; read once, when MLX computes first.
os.environ["MLX_ENABLE_TF32"] = "0"


def gpu_api() -> str:
    """The programming interface of the GPU of this build; `none` where it has none."""
    if mx.metal.is_available():
        return "metal"
    return "cuda" if mx.cuda.is_available() else "none"


def version() -> str:
    return f"{mx.__version__} ({gpu_api() if gpu_api() != 'none' else 'CPU'})"


def choose(kind: str) -> None:
    """Makes a kind of device the one that computes from now on.

    A CPU compiles nothing, not even the stock activations: MLX would start a C++ compiler, which may be missing and takes
    some seconds, for a step that is slower than a plain one.
    """
    if kind == "gpu" and gpu_api() == "none":
        raise UnsupportedError("this build of MLX drives no GPU; measure the CPU with --device cpu")
    mx.set_default_device(mx.gpu if kind == "gpu" else mx.cpu)
    if kind == "gpu":
        mx.enable_compile()
    else:
        mx.disable_compile()


def issue(array: mx.array) -> mx.array:
    """Hands a lazy array to the device now."""
    mx.async_eval(array)
    return array


def _describe(kind: str, api: str) -> Device:
    info = mx.device_info(mx.gpu if kind == "gpu" else mx.cpu)
    name = clean_name(str(info.get("device_name", "unknown")), 200)
    return {"kind": kind, "api": api, "name": name, "software": False}


def busy_threads() -> int:
    """Threads that compute a product on the CPU: MLX has no setting for them, its BLAS decides."""
    operand = mx.ones((512, 512))
    mx.eval(operand @ operand)
    wall, busy = time.perf_counter(), time.process_time()
    mx.eval(operand @ operand)
    return max(1, round((time.process_time() - busy) / (time.perf_counter() - wall)))


def compiles() -> bool:
    """Whether `mx.compile` works on the device: it makes kernels when they are first needed."""
    try:
        mx.eval(mx.compile(lambda x: mx.exp(x) * x + 1)(mx.ones(8)))
    except RuntimeError:
        return False
    return True


def probe() -> dict[str, Any]:
    """As `probeSchema`; computes on each device, because an import proves nothing."""
    devices = []
    for kind, api in [("gpu", gpu_api()), ("cpu", "none")]:
        if kind == "gpu" and api == "none":
            continue
        choose(kind)
        mx.eval(mx.ones((8, 8)) @ mx.ones((8, 8)))
        devices.append(_describe(kind, api))
    return {"available": True, "version": version(), "devices": devices, "observed": {}}
