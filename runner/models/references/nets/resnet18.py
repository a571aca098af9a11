"""ResNet-18 of arXiv 1512.03385 with the stem for small images, on 64x64 images."""

from __future__ import annotations

import torch.nn.functional as F
from case import IMAGE, Case
from layers import Forward, Weights, batch_norm, chain, conv, dense, glorot, to_channels_first
from optimizers import adam


def net(w: Weights) -> Forward:
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


CASE = Case(net, 4, [64, 64, 3], IMAGE, 10, adam(1e-3))
