"""The convolutional net with dropout that is often trained on Fashion-MNIST."""

from __future__ import annotations

import torch.nn.functional as F
from case import IMAGE, Case
from layers import Forward, Weights, chain, conv, dense, dropout, flatten, he, pool, to_channels_first
from optimizers import rmsprop


def net(w: Weights) -> Forward:
    return chain(
        to_channels_first,
        conv(w, 1, 64, 2), F.relu, pool, dropout(w, 0.3),
        conv(w, 64, 32, 2), F.relu, pool, dropout(w, 0.3), flatten,
        dense(w, 1568, 256, he), F.relu, dropout(w, 0.5), dense(w, 256, 10))  # fmt: skip


CASE = Case(net, 16, [28, 28, 1], IMAGE, 10, rmsprop(1e-3))
