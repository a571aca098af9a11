"""The devices that PyTorch supports here, and the settings of a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from framework.precision_policy import capability_of, half_of, set_precision
from trainmark.machine.processor import cpu_name
from trainmark.machine.tensor_float import has_tensor_float
from trainmark.machine.threads import thread_count
from trainmark.protocol.clean_text import clean_name
from trainmark.protocol.declaration import Cell


def full_version() -> str:
    """With the platform that this build of PyTorch is for. A build for HIP calls its GPUs CUDA everywhere else."""
    builds = {
        "CUDA": torch.version.cuda,
        "HIP": torch.version.hip,
        "XPU": getattr(torch.version, "xpu", None),
    }
    names = [f"{platform} {version}" for platform, version in builds.items() if version]
    return f"{torch.__version__} ({', '.join(names)})" if names else torch.__version__


@dataclass(frozen=True)
class Gpu:
    api: str
    name: str
    device: torch.device
    # UUID and PCI address, as far as this build reports them.
    identity: dict[str, str]


def _identity(read: Callable[[int], Any], place: int) -> dict[str, str]:
    try:
        properties = read(place)
    except (AssertionError, AttributeError, RuntimeError):
        return {}
    uuid = getattr(properties, "uuid", None)
    parts = [getattr(properties, f"pci_{part}_id", None) for part in ("domain", "bus", "device")]
    identity = {} if uuid is None else {"uuid": str(uuid)}
    # A part of a board (MIG) is not the board at that address.
    if all(isinstance(part, int) for part in parts) and " MIG " not in getattr(properties, "name", ""):
        identity["address"] = "{:04x}:{:02x}:{:02x}.0".format(*parts)
    return identity


def _of(module: Any, kind: str, api: str) -> list[Gpu]:
    """The GPUs that `torch.cuda` or `torch.xpu` has, equal ones one by one."""
    return [
        Gpu(
            api,
            clean_name(module.get_device_name(place), 200),
            torch.device(kind, place),
            _identity(module.get_device_properties, place),
        )
        for place in range(module.device_count())
    ]


def find_gpus() -> list[Gpu]:
    """Every GPU, those of an API in its order."""
    gpus = []
    if torch.cuda.is_available():
        gpus += _of(torch.cuda, "cuda", "rocm" if torch.version.hip else "cuda")
    # Older versions of PyTorch lack the module.
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        gpus += _of(torch.xpu, "xpu", "xpu")
    if torch.backends.mps.is_available():
        # On Apple silicon CPU and GPU are one chip with one name.
        gpus.append(Gpu("metal", cpu_name(), torch.device("mps"), {}))
    return gpus


def _device(kind: str, api: str, name: str) -> dict[str, Any]:
    return {"kind": kind, "api": api, "name": name, "software": False}


def probe() -> dict[str, Any]:
    """The protocol's `Probe`: every GPU, and the CPU."""
    gpus = find_gpus()
    devices = [{**_device("gpu", gpu.api, gpu.name), **gpu.identity} for gpu in gpus[:15]]
    return {
        "available": True,
        "version": full_version(),
        "devices": [*devices, _device("cpu", "none", clean_name(cpu_name(), 200))],
        "tensorFloat": list(
            dict.fromkeys(gpu.name for gpu in gpus if has_tensor_float(capability_of(gpu.device)))
        ),
        "observed": {
            "threads": thread_count(),
            "cuda": any(gpu.api == "cuda" for gpu in gpus),
        },
    }


@dataclass(frozen=True)
class Setting:
    device: torch.device
    optimized: bool
    # Type to which operands of products, convolutions, matmul and attention are rounded; None = float32.
    half: torch.dtype | None
    # Whether products round their operands to TensorFloat-32.
    rounds: bool = False

    @property
    def channels_last(self) -> bool:
        """On NVIDIA where matrix units compute: in float32, which they do not, VGG16 trains 5 % slower than with channels first
        (PyTorch 2.11, H200). On Intel and the CPU, for oneDNN. Not on AMD, where MIOpen copies such images unless
        PYTORCH_MIOPEN_SUGGEST_NHWC is set. Never on Metal, where gradients of such convolutions are thirty times slower
        (pytorch#193349) and some are wrong (pytorch#175189)."""
        if not self.optimized or self.device.type == "mps":
            return False
        if self.device.type == "cuda":
            return not torch.version.hip and (self.half is not None or self.rounds)
        return True

    @property
    def memory_format(self) -> torch.memory_format:
        return torch.channels_last if self.channels_last else torch.contiguous_format

    @property
    def tuned_for_cpu(self) -> bool:
        """Keeps freed memory and draws uniform numbers for dropout; other devices do not need this."""
        return self.optimized and self.device.type == "cpu"

    @property
    def records(self) -> bool:
        """Whether passes become CUDA graphs, which HIP has, too."""
        return self.optimized and self.device.type == "cuda"

    @property
    def own_dropout(self) -> bool:
        """Dropout whose rate is a tensor, so that one recorded or compiled step works with and without it."""
        return self.records or self.tuned_for_cpu

    @property
    def compiles_training(self) -> bool:
        """In half precision on a GPU: beyond the graph of a step, the compiler gains 28 % in bfloat16 but 2 to 4 % in float32,
        for 10 s and more (PyTorch 2.11, VGG16 on an H200). Neither on Metal, where compiled convolutions train several times
        slower (pytorch#192551), nor on the CPU: twice as slow for mnist-cnn and fashion-cnn, no faster for resnet18
        (PyTorch 2.13, AMD EPYC, in CPU seconds)."""
        return self.records and self.half is not None

    @property
    def compiles_inference(self) -> bool:
        """As training, and on the CPU: 5 times as fast for mnist-cnn, 1.6 for fashion-cnn, 1.01 to 1.04 for large nets."""
        return self.compiles_training or self.tuned_for_cpu

    @property
    def dtype(self) -> torch.dtype:
        return self.half or torch.float32


def find_device(cell: Cell) -> torch.device:
    """The device that the cell names, as the probe reported it. Of equal GPUs the first one: the runner hides the others."""
    kind, api, name = (cell["device"][key] for key in ("kind", "api", "name"))
    if kind == "cpu":
        return torch.device("cpu")
    for gpu in find_gpus():
        if (gpu.api, gpu.name) == (api, name):
            return gpu.device
    raise RuntimeError(f"PyTorch {full_version()} does not find the device {name} ({api})")


def create_setting(cell: Cell) -> Setting:
    device = find_device(cell)
    set_precision(cell["dtype"], device)
    return Setting(device, cell["recipe"] == "optimized", half_of(cell), cell["dtype"] == "tf32")
