"""Language models on MLX, from the very file that llama.cpp reads."""

from __future__ import annotations

from typing import Any

# Before MLX computes first: sets what it reads from the environment.
from trainmark.mlx import device
from trainmark.mlx_lm.run import run, version

__all__ = ["probe", "run"]


def probe() -> dict[str, Any]:
    return {**device.probe(), "version": version()}
