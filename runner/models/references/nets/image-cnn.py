"""Three wide convolutions on 224x224 images and a large dense layer."""

from __future__ import annotations

import torch.nn.functional as F
from case import IMAGE, Case
from layers import Forward, Weights, chain, conv, dense, flatten, he, pool, to_channels_first
from optimizers import adam


def net(w: Weights) -> Forward:
    return chain(
        to_channels_first,
        conv(w, 3, 32, 3, same=False), F.relu, pool,
        conv(w, 32, 64, 3, same=False), F.relu, pool,
        conv(w, 64, 128, 3, same=False), F.relu, pool, flatten,
        dense(w, 26 * 26 * 128, 128, he), F.relu, dense(w, 128, 10))  # fmt: skip


CASE = Case(net, 4, [224, 224, 3], IMAGE, 10, adam(1e-3))
