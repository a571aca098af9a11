"""VGG16, configuration D of arXiv 1409.1556, on 32x32 images of 100 classes."""

from __future__ import annotations

import torch.nn.functional as F
from case import IMAGE, Case
from layers import Forward, Weights, chain, conv, dense, dropout, flatten, he, pool, to_channels_first
from optimizers import adam


def net(w: Weights) -> Forward:
    steps, channels = [to_channels_first], 3
    for filters, convolutions in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(convolutions):
            steps += [conv(w, channels, filters, 3), F.relu]
            channels = filters
        steps += [pool, dropout(w, 0.3)]
    head = [dense(w, 512, 4096, he), F.relu, dense(w, 4096, 4096, he), F.relu, dense(w, 4096, 100)]
    return chain(*steps, flatten, *head)


CASE = Case(net, 16, [32, 32, 3], IMAGE, 100, adam(1e-4))
