"""The devices that JAX supports here, and its setup for one cell before anything is computed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Read when a backend is created: otherwise JAX reserves all GPU memory at once, and the peak is meaningless.
os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"

import jax

from framework.precision_policy import dtype_of, set_precision
from trainmark.machine.processor import cpu_name
from trainmark.machine.tensor_float import has_tensor_float, require_tensor_float
from trainmark.machine.threads import thread_count
from trainmark.protocol.clean_text import clean_name
from trainmark.protocol.declaration import Cell


def list_gpus() -> list[jax.Device]:
    """All GPUs; empty if JAX has no GPU backend, in which case `jax.devices` raises."""
    try:
        return jax.devices("gpu")
    except RuntimeError:
        return []


def _cuda_version(gpu: jax.Device) -> str | None:
    """The version 12.9 from "PJRT C API\\ncuda 12090"; None for other backends."""
    words = gpu.client.platform_version.split()
    if "cuda" not in words[:-1]:
        return None
    number = words[words.index("cuda") + 1]
    return f"{int(number) // 1000}.{int(number) % 1000 // 10}" if number.isdigit() else None


def _capability(device: jax.Device) -> tuple[int, ...] | None:
    """CUDA's compute capability; None for another device."""
    if device.platform == "cpu" or not _cuda_version(device):
        return None
    return tuple(int(number) for number in device.compute_capability.split("."))


def full_version() -> str:
    versions = [_cuda_version(gpu) for gpu in list_gpus()]
    return f"{jax.__version__} (CUDA {versions[0]})" if versions and versions[0] else jax.__version__


def _device(kind: str, api: str, name: str) -> dict[str, Any]:
    return {"kind": kind, "api": api, "name": clean_name(name, 200), "software": False}


def probe() -> dict[str, Any]:
    """The protocol's `Probe`: every CUDA GPU, and the CPU. Computes on the first, because an import proves nothing."""
    jax.block_until_ready(jax.numpy.ones((8, 8)) @ jax.numpy.ones((8, 8)))
    found = [gpu for gpu in list_gpus() if _cuda_version(gpu)]
    able = dict.fromkeys(gpu.device_kind for gpu in found if has_tensor_float(_capability(gpu)))
    # Equal GPUs one by one: the runner tells them apart by their order.
    gpus = [_device("gpu", "cuda", gpu.device_kind) for gpu in found]
    return {
        "available": True,
        "version": full_version(),
        "devices": [*gpus[:15], _device("cpu", "none", cpu_name())],
        "tensorFloat": [clean_name(name, 200) for name in able][:15],
        "observed": {"threads": thread_count(), "cuda": bool(gpus)},
    }


def busy_threads() -> int | None:
    """Number of threads in XLA's CPU pool; None if the system does not report thread names."""
    names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    return names.count("tf_XLAEigen") or None


@dataclass(frozen=True)
class Setting:
    device: jax.Device
    optimized: bool
    # Type of products and convolutions.
    dtype: jax.typing.DTypeLike

    @property
    def on_gpu(self) -> bool:
        return self.device.platform != "cpu"


def _find_device(cell: Cell) -> jax.Device:
    """The device that the cell names, as the probe reported it."""
    if cell["device"]["kind"] == "cpu":
        return jax.devices("cpu")[0]
    name = cell["device"]["name"]
    found = next((gpu for gpu in list_gpus() if clean_name(gpu.device_kind, 200) == name), None)
    if found is None:
        raise RuntimeError(f"JAX {jax.__version__} does not find the device {name}; check its driver")
    return found


def create_setting(cell: Cell) -> Setting:
    dtype = dtype_of(cell)
    # Sets the size of XLA's thread pool.
    os.environ["NPROC"] = str(thread_count())
    if cell["device"]["kind"] == "cpu":
        # Otherwise JAX also initializes an unused GPU.
        jax.config.update("jax_platforms", "cpu")
        # Otherwise independent computations run concurrently, and waiting for the last one proves nothing.
        jax.config.update("jax_cpu_enable_async_dispatch", False)
    # A cache from another process would falsify the cold start.
    jax.config.update("jax_enable_compilation_cache", False)
    set_precision(cell)
    device = _find_device(cell)
    if cell["dtype"] == "tf32":
        require_tensor_float(_capability(device))
    jax.config.update("jax_default_device", device)
    return Setting(device, cell["recipe"] == "optimized", dtype)
