"""The devices that PyTorch supports here, and the settings of a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from framework.precision_policy import half_of
from trainmark.machine.processor import cpu_name
from trainmark.machine.threads import thread_count
from trainmark.protocol.clean_text import clean_name
from trainmark.protocol.declaration import Cell


def full_version() -> str:
    return f"{torch.__version__} (CUDA {torch.version.cuda})" if torch.version.cuda else torch.__version__


def _cuda_names() -> list[str]:
    return [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]


def _device(kind: str, api: str, name: str) -> dict[str, Any]:
    return {"kind": kind, "api": api, "name": clean_name(name, 200), "software": False}


def _devices() -> list[dict[str, Any]]:
    devices = []
    if torch.cuda.is_available():
        devices += [_device("gpu", "cuda", name) for name in dict.fromkeys(_cuda_names())]
    if torch.backends.mps.is_available():
        # On Apple silicon CPU and GPU are one chip with one name.
        devices.append(_device("gpu", "metal", cpu_name()))
    return [*devices[:15], _device("cpu", "none", cpu_name())]


def probe() -> dict[str, Any]:
    """The protocol's `Probe`: every GPU, and the CPU."""
    return {
        "available": True,
        "version": full_version(),
        "devices": _devices(),
        "observed": {"threads": thread_count(), "cuda": torch.cuda.is_available()},
    }


@dataclass(frozen=True)
class Setting:
    device: torch.device
    optimized: bool
    # Type to which operands of products, convolutions, matmul and attention are rounded; None = float32.
    half: torch.dtype | None

    @property
    def channels_last(self) -> bool:
        """On NVIDIA, for its matrix units, and on the CPU, for oneDNN; never on Metal, where gradients of such convolutions
        are thirty times slower (pytorch#193349) and some are wrong (pytorch#175189)."""
        return self.optimized and self.device.type != "mps"

    @property
    def memory_format(self) -> torch.memory_format:
        return torch.channels_last if self.channels_last else torch.contiguous_format

    @property
    def tuned_for_cpu(self) -> bool:
        """Keeps freed memory and draws uniform numbers for dropout; other devices do not need this."""
        return self.optimized and self.device.type == "cpu"

    @property
    def compiles_training(self) -> bool:
        """Neither on Metal, where compiled convolutions train several times slower (pytorch#192551), nor on the CPU: twice
        as slow for mnist-cnn and fashion-cnn, no faster for resnet18 (PyTorch 2.13, AMD EPYC, in CPU seconds)."""
        return self.optimized and self.device.type == "cuda"

    @property
    def compiles_inference(self) -> bool:
        """Also on the CPU: 5 times as fast for mnist-cnn, 1.6 for fashion-cnn, 1.01 to 1.04 for large nets."""
        return self.optimized and self.device.type != "mps"

    @property
    def compile_mode(self) -> str | None:
        """CUDA graphs, which issue all kernels of a pass at once."""
        return "reduce-overhead" if self.compiles_training else None

    @property
    def dtype(self) -> torch.dtype:
        return self.half or torch.float32


def find_device(cell: Cell) -> torch.device:
    """The device that the cell names, as the probe reported it."""
    kind, api, name = (cell["device"][key] for key in ("kind", "api", "name"))
    if kind == "cpu":
        return torch.device("cpu")
    if api == "cuda" and torch.cuda.is_available():
        names = _cuda_names()
        if name in names:
            return torch.device("cuda", names.index(name))
    if api == "metal" and torch.backends.mps.is_available():
        return torch.device("mps")
    raise RuntimeError(f"PyTorch {torch.__version__} does not find the device {name} ({api})")


def create_setting(cell: Cell) -> Setting:
    half = half_of(cell)
    return Setting(find_device(cell), cell["recipe"] == "optimized", half)
