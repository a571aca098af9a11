"""In which numbers a cell computes: float32 without TensorFloat-32, or mixed precision with weights of float32."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

import torch

from trainmark.protocol.declaration import Cell
from trainmark.protocol.protocol import UnsupportedError

_HALVES = {"float16": torch.float16, "bfloat16": torch.bfloat16}

# PyTorch's own first scale, 65536, overflows in the first step of some nets, which is then passed over.
_LOSS_SCALE = 1024.0


def be_exact() -> None:
    """No TensorFloat-32 and nothing that leaves the device unseen."""
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    # Half-precision products are summed in float32.
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    if os.environ.get("PYTORCH_ENABLE_MPS_FALLBACK") == "1":
        raise UnsupportedError(
            "PYTORCH_ENABLE_MPS_FALLBACK=1 would compute on the CPU what Metal lacks; unset it"
        )


def half_of(cell: Cell) -> torch.dtype | None:
    """What products are rounded to; None for float32."""
    if cell["dtype"] not in ("float32", *_HALVES):
        raise UnsupportedError(f"PyTorch nets have no weights of {cell['dtype']}")
    return _HALVES.get(cell["dtype"])


def autocast(device: torch.device, half: torch.dtype | None) -> AbstractContextManager:
    return torch.autocast(device.type, half, enabled=half is not None)


def loss_scaler(device: torch.device, half: torch.dtype | None) -> torch.amp.GradScaler:
    """Of float16 alone, in which small gradients vanish; else it does nothing."""
    return torch.amp.GradScaler(device.type, _LOSS_SCALE, enabled=half is torch.float16)
