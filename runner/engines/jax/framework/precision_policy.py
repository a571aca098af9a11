"""The number formats of a cell, and loss scaling for float16 (arXiv 1710.03740), in which small gradients vanish."""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp

from trainmark.protocol.declaration import Cell
from trainmark.protocol.protocol import UnsupportedError

# Types of stored operands; trained weights stay float32.
_DTYPES = {"float32": jnp.float32, "tf32": jnp.float32, "float16": jnp.float16, "bfloat16": jnp.bfloat16}

# Small enough that the first steps of nets with large gradients do not overflow and are not skipped.
FIRST_SCALE = 2.0**10
_GROWTH_STEPS = 2000

# The scale, and the number of steps since the last overflow.
Scale = dict[str, jax.Array]


def set_precision(cell: Cell) -> None:
    """Float32 products on an NVIDIA GPU use TensorFloat-32 by default, which is left to tf32 alone."""
    precision = "tensorfloat32" if cell["dtype"] == "tf32" else "highest"
    jax.config.update("jax_default_matmul_precision", precision)


def dtype_of(cell: Cell) -> jax.typing.DTypeLike:
    if cell["dtype"] not in _DTYPES:
        raise UnsupportedError(f"JAX nets do not support {cell['dtype']} weights")
    return _DTYPES[cell["dtype"]]


def first_scale(dtype: jax.typing.DTypeLike) -> Scale:
    """The initial loss scale for float16; empty for other types, which need none."""
    return {"scale": jnp.float32(FIRST_SCALE), "fine": jnp.int32(0)} if dtype == jnp.float16 else {}


def scaled(loss: jax.Array, scale: Scale) -> jax.Array:
    return loss * scale["scale"] if scale else loss


def unscaled(gradients: Sequence[jax.Array], scale: Scale) -> list[jax.Array]:
    return [gradient / scale["scale"] for gradient in gradients] if scale else list(gradients)


def all_finite(gradients: Sequence[jax.Array]) -> jax.Array:
    return jnp.stack([jnp.isfinite(gradient).all() for gradient in gradients]).all()


def moved(scale: Scale, finite: jax.Array) -> Scale:
    """Halves the scale if a gradient overflowed, doubles it after 2000 steps without overflow."""
    fine = jnp.where(finite, scale["fine"] + 1, 0)
    grown = jnp.where(fine >= _GROWTH_STEPS, 2.0, 1.0)
    return {
        "scale": scale["scale"] * jnp.where(finite, grown, 0.5),
        "fine": jnp.where(fine >= _GROWTH_STEPS, 0, fine),
    }
