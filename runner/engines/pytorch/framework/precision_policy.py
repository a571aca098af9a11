"""The number formats of a cell: float32, float32 with TensorFloat-32, or mixed precision with float32 weights."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

import torch

from trainmark.machine.tensor_float import require_tensor_float
from trainmark.protocol.declaration import Cell, Layer, Net
from trainmark.protocol.protocol import UnsupportedError

_HALVES = {"float16": torch.float16, "bfloat16": torch.bfloat16}

# PyTorch's default initial scale, 65536, overflows in the first step of some nets, which is then skipped.
_LOSS_SCALE = 1024.0


def capability_of(device: torch.device) -> tuple[int, ...] | None:
    """CUDA's compute capability; None for another device. HIP reports the number of an architecture of AMD in its place."""
    if device.type != "cuda" or torch.version.hip:
        return None
    return torch.cuda.get_device_capability(device)


def set_precision(dtype: str, device: torch.device) -> None:
    """TensorFloat-32 for products and convolutions of tf32 alone. No cell falls back to another device silently."""
    rounds = dtype == "tf32"
    if rounds:
        require_tensor_float(capability_of(device))
    torch.backends.cuda.matmul.allow_tf32 = rounds
    torch.backends.cudnn.allow_tf32 = rounds
    # Half-precision products are accumulated in float32.
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    if os.environ.get("PYTORCH_ENABLE_MPS_FALLBACK") == "1":
        raise UnsupportedError(
            "PYTORCH_ENABLE_MPS_FALLBACK=1 makes the CPU run operations that Metal lacks; unset it"
        )


def keep_default(cell: Cell, net: Net) -> None:
    """The naive recipe of tf32 trains as PyTorch does by default: convolutions in TensorFloat-32, matrices in float32. A net
    without convolutions is float32 by default: its naive recipe is asked for tf32 explicitly, and gets it."""
    if cell["dtype"] == "tf32" and cell["recipe"] == "naive" and _convolves(net["layers"]):
        torch.backends.cuda.matmul.allow_tf32 = False


def _convolves(layers: list[Layer]) -> bool:
    return any(
        layer["kind"] == "conv2d" or _convolves([*layer.get("body", []), *layer.get("shortcut", [])])
        for layer in layers
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
