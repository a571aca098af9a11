"""The number formats of a cell: float32 without TensorFloat-32, or mixed precision with float32 weights."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

import torch

from trainmark.protocol.declaration import Cell
from trainmark.protocol.protocol import UnsupportedError

_HALVES = {"float16": torch.float16, "bfloat16": torch.bfloat16}

# PyTorch's default initial scale, 65536, overflows in the first step of some nets, which is then skipped.
_LOSS_SCALE = 1024.0


def be_exact() -> None:
    """Disables TensorFloat-32 and silent fallbacks to another device."""
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    # Half-precision products are accumulated in float32.
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    if os.environ.get("PYTORCH_ENABLE_MPS_FALLBACK") == "1":
        raise UnsupportedError(
            "PYTORCH_ENABLE_MPS_FALLBACK=1 makes the CPU run operations that Metal lacks; unset it"
        )


def half_of(cell: Cell) -> torch.dtype | None:
    """Type to which operands of products are rounded; None for float32."""
    if cell["dtype"] not in ("float32", *_HALVES):
        raise UnsupportedError(f"PyTorch nets do not support {cell['dtype']} weights")
    return _HALVES.get(cell["dtype"])


def autocast(device: torch.device, half: torch.dtype | None) -> AbstractContextManager:
    return torch.autocast(device.type, half, enabled=half is not None)


def loss_scaler(device: torch.device, half: torch.dtype | None) -> torch.amp.GradScaler:
    """Loss scaling for float16, in which small gradients vanish; disabled for other types."""
    return torch.amp.GradScaler(device.type, _LOSS_SCALE, enabled=half is torch.float16)
