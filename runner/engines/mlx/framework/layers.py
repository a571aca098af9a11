"""Layers that MLX does not provide as declared, as functions of arrays."""

from __future__ import annotations

import mlx.core as mx
import mlx.nn as nn
import numpy as np

# The longest wavelength of the positions, in units of 2 pi positions (arXiv 1706.03762, section 3.5).
_LONGEST_WAVE = 10_000


def activate(x: mx.array, activation: str) -> mx.array:
    if activation == "relu":
        return nn.relu(x)
    # A softmax is part of the loss, which takes logits.
    return nn.gelu(x) if activation == "gelu" else x


def same_border(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """Zeros before and after an axis; the smaller half comes first."""
    whole = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return whole // 2, whole - whole // 2


def stock_max_pool(x: mx.array, size: int) -> mx.array:
    return nn.MaxPool2d(size, size)(x)


def cut_max_pool(x: mx.array, size: int) -> mx.array:
    """Drops the rest that fills no window, so that the windows are a view: `nn.MaxPool2d` scatters in the gradient."""
    count, height, width, channels = x.shape
    rows, columns = height // size, width // size
    x = x[:, : rows * size, : columns * size]
    return x.reshape(count, rows, size, columns, size, channels).max((2, 4))


def drop(x: mx.array, rate: mx.array) -> mx.array:
    """As `nn.Dropout`, whose Bernoulli numbers miss a few at a rate of 0, where nothing may change."""
    kept = mx.random.uniform(shape=x.shape) >= rate
    return x * (kept / (1 - rate)).astype(x.dtype)


def linear(x: mx.array, kernel: mx.array, bias: mx.array) -> mx.array:
    """As `nn.Linear`: kernel [units, inputs]."""
    return mx.addmm(bias, x, kernel.T)


def sinusoids(length: int, units: int) -> np.ndarray:
    unit = np.arange(units)
    angles = np.arange(length)[:, None] / _LONGEST_WAVE ** ((unit - unit % 2) / units)
    return np.where(unit % 2 == 0, np.sin(angles), np.cos(angles)).astype(np.float32)
