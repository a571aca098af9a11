"""Builds a declared net from PyTorch's layers, and maps the declared weights to their parameters."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from framework import layers as own
from framework.device import Setting
from trainmark.protocol.declaration import Layer, Net

_ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU}

# Conversion of declared arrays to PyTorch's order of dimensions: [height, width, in, out] and [in, out].
_ORDERS = {4: (3, 2, 0, 1), 2: (1, 0)}


@dataclass
class Slot:
    """A parameter and the permutation from the dimensions of its weight; None if they are the same."""

    parameter: nn.Parameter
    order: tuple[int, ...] | None

    def arranged(self, values: Tensor) -> Tensor:
        return values if self.order is None else values.permute(self.order)

    def declared(self, values: Tensor) -> np.ndarray:
        """A copy on the host, as float32, in the order of the declaration; the device arranges it."""
        turned = values.detach()
        if self.order is not None:
            turned = turned.permute(tuple(map(self.order.index, range(turned.dim()))))
        return turned.to("cpu", torch.float32, copy=True, memory_format=torch.contiguous_format).numpy()


@dataclass
class Built:
    """A net, its parameters in the order of `net.weights`, and the layers that need special treatment."""

    module: nn.Module = field(default_factory=nn.Identity)
    slots: list[Slot] = field(default_factory=list)
    norms: list[own.BatchNorm] = field(default_factory=list)
    dropouts: list[own.Dropout | own.UsualDropout] = field(default_factory=list)


def _activated(modules: list[nn.Module], activation: str) -> nn.Module:
    """A softmax is omitted, because the loss takes logits."""
    if activation in _ACTIVATIONS:
        modules.append(_ACTIVATIONS[activation]())
    return modules[0] if len(modules) == 1 else nn.Sequential(*modules)


class _Builder:
    """Tracks the declared shape of one sample from layer to layer."""

    def __init__(self, net: Net, setting: Setting) -> None:
        self._shape = tuple(net["inputShape"])
        self._setting = setting
        self.built = Built()

    def _slot(self, parameter: nn.Parameter, turned: bool = False) -> None:
        self.built.slots.append(Slot(parameter, _ORDERS[parameter.dim()] if turned else None))

    def _both(self, module: nn.Module) -> None:
        """Parameters of kernel and bias, or of scale and shift."""
        self._slot(module.weight, module.weight.dim() > 1)
        if module.bias is not None:
            self._slot(module.bias)

    def _conv2d(self, layer: Layer) -> nn.Module:
        *sizes, channels = self._shape
        kernel, stride, filters = layer["kernel"], layer["stride"], layer["filters"]
        same = layer["padding"] == "same"
        spans = [math.ceil((size if same else size - kernel + 1) / stride) for size in sizes]
        borders = [
            max((span - 1) * stride + kernel - size, 0) if same else 0
            for size, span in zip(sizes, spans, strict=True)
        ]
        # PyTorch pads both sides equally or not at all.
        alike = all(border % 2 == 0 for border in borders)
        padding = tuple(border // 2 for border in borders) if alike else 0
        conv = skip_init(nn.Conv2d, channels, filters, kernel, stride, padding, bias=layer["bias"])
        self._both(conv)
        self._shape = (*spans, filters)
        return _activated([conv] if alike else [own.SamePadding(*borders), conv], layer["activation"])

    def _dense(self, layer: Layer) -> nn.Module:
        linear = skip_init(nn.Linear, self._shape[-1], layer["units"])
        self._both(linear)
        self._shape = (*self._shape[:-1], layer["units"])
        return _activated([linear], layer["activation"])

    def _max_pool2d(self, layer: Layer) -> nn.Module:
        height, width, channels = self._shape
        size = layer["size"]
        self._shape = (height // size, width // size, channels)
        return nn.MaxPool2d(size)

    def _dropout(self, layer: Layer) -> nn.Module:
        dropout = (own.Dropout if self._setting.own_dropout else own.UsualDropout)(layer["rate"])
        self.built.dropouts.append(dropout)
        return dropout

    def _flatten(self, _: Layer) -> nn.Module:
        self._shape = (math.prod(self._shape),)
        return own.Flatten()

    def _batch_norm(self, layer: Layer) -> nn.Module:
        norm = own.BatchNorm(
            self._shape[-1], layer["epsilon"], 1 - layer["momentum"], not self._setting.optimized
        )
        self._both(norm)
        self.built.norms.append(norm)
        return norm

    def _layer_norm(self, layer: Layer) -> nn.Module:
        norm = nn.LayerNorm(self._shape[-1], layer["epsilon"])
        self._both(norm)
        return norm

    def _activation(self, layer: Layer) -> nn.Module:
        return _ACTIVATIONS[layer["activation"]]()

    def _residual(self, layer: Layer) -> nn.Module:
        before = self._shape
        body = self.sequence(layer["body"])
        after, self._shape = self._shape, before
        shortcut = self.sequence(layer["shortcut"])
        self._shape = after
        return own.Residual(body, shortcut)

    def _global_average_pool(self, _: Layer) -> nn.Module:
        self._shape = self._shape[-1:]
        return own.GlobalAveragePool()

    def _embedding(self, layer: Layer) -> nn.Module:
        embedding = own.Embedding(layer["vocabulary"], layer["units"], layer["scale"])
        self._slot(embedding.weight)
        self._shape = (*self._shape, layer["units"])
        return embedding

    def _sinusoidal_positions(self, _: Layer) -> nn.Module:
        return own.SinusoidalPositions(*self._shape)

    def _learned_positions(self, _: Layer) -> nn.Module:
        positions = own.LearnedPositions(*self._shape)
        self._slot(positions.weight)
        return positions

    def _to_sequence(self, _: Layer) -> nn.Module:
        height, width, channels = self._shape
        self._shape = (height * width, channels)
        return own.ToSequence()

    def _class_token(self, _: Layer) -> nn.Module:
        length, units = self._shape
        token = own.ClassToken(units)
        self._slot(token.weight)
        self._shape = (length + 1, units)
        return token

    def _first_token(self, _: Layer) -> nn.Module:
        self._shape = self._shape[1:]
        return own.FirstToken()

    def _self_attention(self, layer: Layer) -> nn.Module:
        attention = own.SelfAttention(self._shape[-1], layer["heads"], self._setting.optimized)
        for projection in (attention.query, attention.key, attention.value, attention.output):
            self._both(projection)
        return attention

    def sequence(self, layers: list[Layer]) -> nn.Module:
        return nn.Sequential(
            *(getattr(self, f"_{layer['kind'].replace('-', '_')}")(layer) for layer in layers)
        )


def build(net: Net, setting: Setting) -> Built:
    """Weights are uninitialized. Input: images [samples, channels, height, width], otherwise as declared."""
    builder = _Builder(net, setting)
    builder.built.module = builder.sequence(net["layers"])
    return builder.built
