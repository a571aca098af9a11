"""The base encoder of arXiv 1706.03762 as a classifier."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from case import Case
from layers import Forward, Weights, attention, chain, dense, dropout, he, layer_norm
from optimizers import adam
from torch import Tensor


def net(w: Weights) -> Forward:
    units = 512
    drop = dropout(w, 0.1)
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
            x = norm1(x + drop(attend(x)))
            return norm2(x + drop(narrow(drop(F.relu(wide(x))))))

        return apply

    layers = [layer() for _ in range(6)]
    return chain(embed, drop, *layers, lambda x: x.mean(1), dense(w, units, 10))


CASE = Case(net, 8, [50], {"kind": "tokens", "vocabulary": 10_000}, 10, adam(1e-4))
