"""What PyTorch can use here."""

from __future__ import annotations

from typing import Any

import torch

from trainmark.processor import cpu_name
from trainmark.pytorch.worker import full_version
from trainmark.text import clean_name
from trainmark.threads import thread_count


def _device(kind: str, api: str, name: str) -> dict[str, Any]:
    return {"kind": kind, "api": api, "name": clean_name(name, 200), "software": False}


def _devices() -> list[dict[str, Any]]:
    devices = []
    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]
        devices += [_device("gpu", "cuda", name) for name in dict.fromkeys(names)]
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
