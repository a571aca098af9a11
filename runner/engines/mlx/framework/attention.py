"""Scaled dot-product attention: as in a tutorial, and with MLX's fused kernel."""

from __future__ import annotations

import mlx.core as mx

from framework.device import issue


def attend_as_tutorial(query: mx.array, key: mx.array, value: mx.array) -> mx.array:
    """All scores at once, as in tutorials."""
    scores = query @ key.swapaxes(-1, -2) / query.shape[-1] ** 0.5
    return issue(mx.softmax(scores, axis=-1) @ value)


def attend_fused(query: mx.array, key: mx.array, value: mx.array) -> mx.array:
    return issue(mx.fast.scaled_dot_product_attention(query, key, value, scale=query.shape[-1] ** -0.5))
