"""MLX: Metal on Apple silicon, CUDA on Linux, or the CPU."""

import os

# TensorFloat-32 would silently take 13 bits off every float32 product; read once, when MLX computes first.
os.environ["MLX_ENABLE_TF32"] = "0"

from trainmark.mlx.device import probe
from trainmark.mlx.worker import Worker

__all__ = ["Worker", "probe"]
