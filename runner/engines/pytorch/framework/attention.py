"""Scaled dot-product attention: as in a tutorial, and with the fused kernels."""

from __future__ import annotations

import math

import torch.nn.functional as F
from torch import Tensor


def attend_as_tutorial(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """softmax(Q K^T / sqrt(width)) V with all scores at once."""
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return scores.softmax(-1) @ value


def attend_fused(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Copies to contiguous memory, because kernels of some devices are wrong otherwise (pytorch#181133)."""
    return F.scaled_dot_product_attention(query.contiguous(), key.contiguous(), value.contiguous())
