"""The nets, a second time: as plain functions that share no code with the runner's interpreters."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from layers import (
    Forward,
    Weights,
    attention,
    batch_norm,
    chain,
    conv,
    dense,
    flatten,
    glorot,
    he,
    layer_norm,
    pool,
    to_channels_first,
)
from torch import Tensor


def mnist_cnn(w: Weights) -> Forward:
    return chain(
        to_channels_first,
        conv(w, 1, 32, 3, same=False), F.relu, pool,
        conv(w, 32, 64, 3, same=False), F.relu, pool,
        conv(w, 64, 64, 3, same=False), F.relu, flatten,
        dense(w, 576, 64, he), F.relu, dense(w, 64, 10))  # fmt: skip


def fashion_cnn(w: Weights) -> Forward:
    return chain(
        to_channels_first,
        conv(w, 1, 64, 2), F.relu, pool,
        conv(w, 64, 32, 2), F.relu, pool, flatten,
        dense(w, 1568, 256, he), F.relu, dense(w, 256, 10))  # fmt: skip


def vgg16(w: Weights) -> Forward:
    steps, channels = [to_channels_first], 3
    for filters, convolutions in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(convolutions):
            steps += [conv(w, channels, filters, 3), F.relu]
            channels = filters
        steps.append(pool)
    head = [dense(w, 512, 4096, he), F.relu, dense(w, 4096, 4096, he), F.relu, dense(w, 4096, 100)]
    return chain(*steps, flatten, *head)


def image_cnn(w: Weights) -> Forward:
    return chain(
        to_channels_first,
        conv(w, 3, 32, 3, same=False), F.relu, pool,
        conv(w, 32, 64, 3, same=False), F.relu, pool,
        conv(w, 64, 128, 3, same=False), F.relu, pool, flatten,
        dense(w, 26 * 26 * 128, 128, he), F.relu, dense(w, 128, 10))  # fmt: skip


def resnet18(w: Weights) -> Forward:
    def block(channels: int, filters: int, stride: int) -> Forward:
        first, norm1 = conv(w, channels, filters, 3, stride=stride, bias=False), batch_norm(w, filters)
        second, norm2 = conv(w, filters, filters, 3, bias=False, start=glorot), batch_norm(w, filters)
        body = chain(first, norm1, F.relu, second, norm2)
        if channels == filters:
            return lambda x: F.relu(body(x) + x)
        fit = conv(w, channels, filters, 1, stride=stride, bias=False, start=glorot)
        shortcut = chain(fit, batch_norm(w, filters))
        return lambda x: F.relu(body(x) + shortcut(x))

    steps, channels = [conv(w, 3, 64, 3, bias=False), batch_norm(w, 64), F.relu], 64
    for filters in (64, 128, 256, 512):
        steps += [block(channels, filters, 1 if filters == 64 else 2), block(filters, filters, 1)]
        channels = filters
    return chain(to_channels_first, *steps, lambda x: x.mean((2, 3)), dense(w, 512, 10))


def transformer_encoder(w: Weights) -> Forward:
    units = 512
    table = w.uniform((10_000, units), math.sqrt(3 / units))

    def embed(tokens: Tensor) -> Tensor:
        x = table[tokens] * math.sqrt(units)
        angles = np.arange(x.shape[1])[:, None] / 10_000 ** (np.arange(0, units, 2) / units)
        positions = np.stack([np.sin(angles), np.cos(angles)], -1).reshape(x.shape[1], units)
        return x + torch.tensor(positions).to(x.dtype)

    def layer() -> Forward:
        attend, norm1 = attention(w, units, 8), layer_norm(w, units, 1e-5)
        wide, narrow = dense(w, units, 2048, he), dense(w, 2048, units)
        norm2 = layer_norm(w, units, 1e-5)

        def apply(x: Tensor) -> Tensor:
            x = norm1(x + attend(x))
            return norm2(x + narrow(F.relu(wide(x))))

        return apply

    layers = [layer() for _ in range(6)]
    return chain(embed, *layers, lambda x: x.mean(1), dense(w, units, 10))


def deit_small(w: Weights) -> Forward:
    units = 384
    patches = conv(w, 3, units, 16, same=False, stride=16, start=glorot)
    token = w.uniform((units,), 0.02 * math.sqrt(3))
    positions = w.uniform((197, units), 0.02 * math.sqrt(3))

    def embed(x: Tensor) -> Tensor:
        x = patches(x).flatten(2).transpose(1, 2)
        return torch.cat([token.expand(x.shape[0], 1, units), x], 1) + positions

    def layer() -> Forward:
        norm1, attend, norm2 = layer_norm(w, units, 1e-6), attention(w, units, 6), layer_norm(w, units, 1e-6)
        wide, narrow = dense(w, units, 4 * units, he), dense(w, 4 * units, units)

        def apply(x: Tensor) -> Tensor:
            x = x + attend(norm1(x))
            return x + narrow(F.gelu(wide(norm2(x))))

        return apply

    layers = [layer() for _ in range(12)]
    norm, head = layer_norm(w, units, 1e-6), dense(w, units, 100)
    return chain(to_channels_first, embed, *layers, lambda x: head(norm(x)[:, 0]))


def attention_layer(w: Weights) -> Forward:
    attend = attention(w, 512, 1)
    return lambda x: attend(x)[:, 0]
