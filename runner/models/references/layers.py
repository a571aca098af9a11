"""Layers: each creates its weights and returns its function. Images are [samples, channels, height, width] here."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from generator import average_values, stream_key, uniform_array
from torch import Tensor

SEED = 42

Forward = Callable[[Tensor], Tensor]
# Limit of the start values, from the numbers of inputs and outputs of a unit.
Limit = Callable[[int, int], float]


class Weights(list[Tensor]):
    """Trainable arrays in the order of creation, which determines the numbers of their streams."""

    def __init__(self, dtype: torch.dtype) -> None:
        super().__init__()
        self.dtype = dtype
        self.training = True
        self.norms = 0
        # Mean and variance of the last batch in training, for each batch normalization.
        self.statistics: dict[int, tuple[Tensor, Tensor]] = {}
        # Whether the net has dropout, and where its masks come from; without a source, everything is kept.
        self.drops = False
        self.masks: torch.Generator | None = None

    def add(self, values: np.ndarray) -> Tensor:
        self.append(torch.tensor(values).to(self.dtype).requires_grad_())
        return self[-1]

    def uniform(self, shape: tuple[int, ...], limit: float) -> Tensor:
        values = uniform_array(stream_key(SEED, len(self)), math.prod(shape), limit)
        return self.add(values.reshape(shape))

    def constant(self, size: int, value: float) -> Tensor:
        return self.add(np.full(size, value, np.float32))


def he(fan_in: int, _: int) -> float:
    return math.sqrt(6 / fan_in)


def glorot(fan_in: int, fan_out: int) -> float:
    return math.sqrt(6 / (fan_in + fan_out))


def conv(
    weights: Weights,
    channels: int,
    filters: int,
    size: int,
    same: bool = True,
    stride: int = 1,
    bias: bool = True,
    start: Limit = he,
) -> Forward:
    taps = size * size
    kernel = weights.uniform((size, size, channels, filters), start(taps * channels, taps * filters))
    offset = weights.constant(filters, 0) if bias else None

    def apply(x: Tensor) -> Tensor:
        if same:
            need = [max((-(-n // stride) - 1) * stride + size - n, 0) for n in (x.shape[3], x.shape[2])]
            x = F.pad(x, [border for n in need for border in (n // 2, n - n // 2)])
        return F.conv2d(x, kernel.permute(3, 2, 0, 1), offset, stride)

    return apply


def dense(weights: Weights, inputs: int, units: int, start: Limit = glorot) -> Forward:
    kernel = weights.uniform((inputs, units), start(inputs, units))
    offset = weights.constant(units, 0)
    return lambda x: x @ kernel + offset


def batch_norm(weights: Weights, channels: int) -> Forward:
    scale, shift = weights.constant(channels, 1), weights.constant(channels, 0)
    number = weights.norms
    averages = average_values(SEED, number, channels)
    weights.norms += 1

    def apply(x: Tensor) -> Tensor:
        if weights.training:
            places = x.detach()
            weights.statistics[number] = places.mean((0, 2, 3)), places.var((0, 2, 3), unbiased=False)
        mean, variance = (torch.tensor(values).to(scale.dtype) for values in averages)
        return F.batch_norm(x, mean, variance, scale, shift, weights.training, 0.0, 1e-5)

    return apply


def layer_norm(weights: Weights, units: int, epsilon: float) -> Forward:
    scale, shift = weights.constant(units, 1), weights.constant(units, 0)
    return lambda x: F.layer_norm(x, (units,), scale, shift, epsilon)


def attention(weights: Weights, units: int, heads: int) -> Forward:
    query, key, value, output = (dense(weights, units, units) for _ in range(4))

    def split(x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], x.shape[1], heads, units // heads).transpose(1, 2)

    def apply(x: Tensor) -> Tensor:
        scores = split(query(x)) @ split(key(x)).transpose(2, 3) / math.sqrt(units / heads)
        return output((scores.softmax(-1) @ split(value(x))).transpose(1, 2).reshape(x.shape))

    return apply


def pool(x: Tensor) -> Tensor:
    return F.max_pool2d(x, 2)


def dropout(weights: Weights, rate: float) -> Forward:
    weights.drops = True

    def apply(x: Tensor) -> Tensor:
        if weights.masks is None:
            return x
        kept = torch.rand(x.shape, generator=weights.masks) >= rate
        return x * kept / (1 - rate)

    return apply


def to_channels_first(x: Tensor) -> Tensor:
    return x.permute(0, 3, 1, 2)


def flatten(x: Tensor) -> Tensor:
    return x.permute(0, 2, 3, 1).flatten(1)


def chain(*steps: Forward) -> Forward:
    def apply(x: Tensor) -> Tensor:
        for step in steps:
            x = step(x)
        return x

    return apply
