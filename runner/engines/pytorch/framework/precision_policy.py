"""The number formats of a cell: float32, float32 with TensorFloat-32, or mixed precision with float32 weights."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

import torch

from trainmark.protocol.declaration import Cell
from trainmark.protocol.protocol import UnsupportedError

_HALVES = {"float16": torch.float16, "bfloat16": torch.bfloat16}

# Compute capability of Ampere.
_FIRST_WITH_TF32 = (8, 0)

# PyTorch's default initial scale, 65536, overflows in the first step of some nets, which is then skipped.
_LOSS_SCALE = 1024.0


def _lacks_tf32(device: torch.device) -> str | None:
    """Why products cannot be rounded to TensorFloat-32 here, or None."""
    if device.type != "cuda" or torch.version.hip:
        return "PyTorch has TensorFloat-32 on NVIDIA GPUs only"
    if torch.cuda.get_device_capability(device) < _FIRST_WITH_TF32:
        return "this GPU has no TensorFloat-32: NVIDIA has it since Ampere"
    return None


def set_precision(cell: Cell, device: torch.device) -> None:
    """Allows TensorFloat-32 in cells of `tf32` alone, in both recipes and for every product. PyTorch's own default is between
    both: convolutions in TensorFloat-32, matrices in float32. No cell falls back to another device silently."""
    rounds = cell["dtype"] == "tf32"
    if rounds and (reason := _lacks_tf32(device)) is not None:
        raise UnsupportedError(f"cell.dtype tf32: {reason}; use float32")
    torch.backends.cuda.matmul.allow_tf32 = rounds
    torch.backends.cudnn.allow_tf32 = rounds
    # Half-precision products are accumulated in float32.
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    if os.environ.get("PYTORCH_ENABLE_MPS_FALLBACK") == "1":
        raise UnsupportedError(
            "PYTORCH_ENABLE_MPS_FALLBACK=1 makes the CPU run operations that Metal lacks; unset it"
        )


def half_of(cell: Cell) -> torch.dtype | None:
    """Type to which operands of products are rounded; None if they stay in float32."""
    if cell["dtype"] not in ("float32", "tf32", *_HALVES):
        raise UnsupportedError(f"PyTorch nets do not support {cell['dtype']} weights")
    return _HALVES.get(cell["dtype"])


def autocast(device: torch.device, half: torch.dtype | None) -> AbstractContextManager:
    return torch.autocast(device.type, half, enabled=half is not None)


def loss_scaler(device: torch.device, half: torch.dtype | None) -> torch.amp.GradScaler:
    """Loss scaling for float16, in which small gradients vanish; disabled for other types."""
    return torch.amp.GradScaler(device.type, _LOSS_SCALE, enabled=half is torch.float16)
