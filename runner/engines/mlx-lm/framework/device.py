"""The devices of MLX, as the engine `mlx` detects them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import mlx_lm

sys.path.append(str(Path(__file__).resolve().parents[2] / "mlx" / "framework"))

import device as mlx_device
from device import busy_threads, choose

__all__ = ["busy_threads", "choose", "probe", "version"]


def version() -> str:
    return f"{mlx_lm.__version__} (MLX {mlx_device.version().replace('(', '').replace(')', '')})"


def probe() -> dict[str, Any]:
    return {**mlx_device.probe(), "version": version()}
