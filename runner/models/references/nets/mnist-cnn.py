"""The small convolutional net of the Keras tutorials on MNIST."""

from __future__ import annotations

import torch.nn.functional as F
from case import IMAGE, Case
from layers import Forward, Weights, chain, conv, dense, flatten, he, pool, to_channels_first
from optimizers import rmsprop


def net(w: Weights) -> Forward:
    return chain(
        to_channels_first,
        conv(w, 1, 32, 3, same=False), F.relu, pool,
        conv(w, 32, 64, 3, same=False), F.relu, pool,
        conv(w, 64, 64, 3, same=False), F.relu, flatten,
        dense(w, 576, 64, he), F.relu, dense(w, 64, 10))  # fmt: skip


CASE = Case(net, 16, [28, 28, 1], IMAGE, 10, rmsprop(1e-3))
