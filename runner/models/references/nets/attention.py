"""One attention layer of width 512 with its projections; it is not trained."""

from __future__ import annotations

from case import Case
from layers import Forward, Weights, attention


def net(w: Weights) -> Forward:
    attend = attention(w, 512, 1)
    return lambda x: attend(x)[:, 0]


CASE = Case(net, 2, [32, 512], {"kind": "features"}, None, None)
