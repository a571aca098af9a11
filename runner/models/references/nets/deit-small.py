"""DeiT-small of arXiv 2012.12877 without its distillation token, on 224x224 images of 100 classes."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from case import IMAGE, Case
from layers import (
    Forward,
    Weights,
    attention,
    chain,
    conv,
    dense,
    glorot,
    he,
    layer_norm,
    to_channels_first,
)
from optimizers import adam
from torch import Tensor


def net(w: Weights) -> Forward:
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


CASE = Case(net, 2, [224, 224, 3], IMAGE, 100, adam(1e-4))
