"""The number formats of a cell, and loss scaling: gradients below 6e-8 vanish in float16."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mlx.core as mx
from mlx.utils import tree_flatten, tree_map

# Types of products; trained weights stay float32.
DTYPES = {"float32": mx.float32, "float16": mx.float16, "bfloat16": mx.bfloat16}

# Small enough that the first steps of nets with large gradients do not overflow and are not skipped.
_START = 1024.0
# The scale is doubled after this many steps without an overflow (arXiv 1710.03740, section 3.2).
_PATIENCE = 2000


class LossScale:
    """A loss scale that halves with each overflow, whose step is skipped, and grows if none occurs."""

    def __init__(self) -> None:
        self.state: dict[str, mx.array] = {}
        self.restart()

    def restart(self) -> None:
        self.state.update(scale=mx.array(_START), good=mx.array(0))

    def unscaled(self, tree: Any) -> Any:
        return tree_map(lambda array: array / self.state["scale"], tree)

    def keep_if_finite(self, gradients: Any, before: Any, update: Callable[[], Any]) -> Any:
        """The result of `update` for `before`, or `before` itself if a gradient overflowed."""
        flat = tree_flatten(gradients)
        finite = mx.all(mx.stack([mx.all(mx.isfinite(gradient)) for _, gradient in flat]))
        kept = tree_map(lambda new, old: mx.where(finite, new, old), update(), before)
        good = mx.where(finite, self.state["good"] + 1, 0)
        grown = mx.where(good >= _PATIENCE, 2.0, 1.0)
        self.state["scale"] = self.state["scale"] * mx.where(finite, grown, 0.5)
        self.state["good"] = mx.where(good >= _PATIENCE, 0, good)
        return kept
