"""The devices that MLX supports here, and their capabilities."""

from __future__ import annotations

import os
import time
from typing import Any

import mlx.core as mx

from trainmark.protocol.clean_text import clean_name
from trainmark.protocol.declaration import Device
from trainmark.protocol.protocol import UnsupportedError

# TensorFloat-32 would silently drop 13 bits of every float32 product; MLX reads the variable at its first computation.
os.environ["MLX_ENABLE_TF32"] = "0"


def gpu_api() -> str:
    """The GPU API of this build; `none` if it has none."""
    if mx.metal.is_available():
        return "metal"
    return "cuda" if mx.cuda.is_available() else "none"


def version() -> str:
    return f"{mx.__version__} ({gpu_api() if gpu_api() != 'none' else 'CPU'})"


def choose(kind: str) -> None:
    """Makes a kind of device the default from now on.

    On a CPU nothing is compiled, not even the stock activations: MLX would start a C++ compiler, which may be missing and
    takes some seconds, for a step that is slower than a plain one.
    """
    if kind == "gpu" and gpu_api() == "none":
        raise UnsupportedError("this build of MLX does not support a GPU; measure the CPU with --device cpu")
    mx.set_default_device(mx.gpu if kind == "gpu" else mx.cpu)
    if kind == "gpu":
        mx.enable_compile()
    else:
        mx.disable_compile()


def kind() -> str:
    """The kind of device that computes by default."""
    return "gpu" if mx.default_device().type == mx.DeviceType.gpu else "cpu"


def issue(array: mx.array) -> mx.array:
    """Issues a lazy array to the device now."""
    mx.async_eval(array)
    return array


def _describe(kind: str, api: str) -> Device:
    info = mx.device_info(mx.gpu if kind == "gpu" else mx.cpu)
    name = clean_name(str(info.get("device_name", "unknown")), 200)
    return {"kind": kind, "api": api, "name": name, "software": False}


def busy_threads() -> int:
    """Threads of a product on the CPU: MLX has no setting for them, its BLAS decides."""
    operand = mx.ones((512, 512))
    mx.eval(operand @ operand)
    wall, busy = time.perf_counter(), time.process_time()
    mx.eval(operand @ operand)
    return max(1, round((time.process_time() - busy) / (time.perf_counter() - wall)))


def compiles() -> bool:
    """Whether `mx.compile` works on the device: it builds kernels at first use."""
    try:
        mx.eval(mx.compile(lambda x: mx.exp(x) * x + 1)(mx.ones(8)))
    except RuntimeError:
        return False
    return True


def probe() -> dict[str, Any]:
    """As `probeSchema`; computes on each device, because a successful import does not prove that it works."""
    devices = []
    for kind, api in [("gpu", gpu_api()), ("cpu", "none")]:
        if kind == "gpu" and api == "none":
            continue
        choose(kind)
        mx.eval(mx.ones((8, 8)) @ mx.ones((8, 8)))
        devices.append(_describe(kind, api))
    return {"available": True, "version": version(), "devices": devices, "observed": {}}
