"""In which numbers a cell computes, and loss scaling for float16 (arXiv 1710.03740), in which small gradients vanish."""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp

from trainmark.protocol.declaration import Cell
from trainmark.protocol.protocol import UnsupportedError

# Products are computed in these; weights that are trained stay float32.
_DTYPES = {"float32": jnp.float32, "float16": jnp.float16, "bfloat16": jnp.bfloat16}

# Small enough for the first steps of nets whose gradients are large, which would else be left out.
FIRST_SCALE = 2.0**10
_GROWTH_STEPS = 2000

# The scale, and how many steps in a row were fine.
Scale = dict[str, jax.Array]


def be_exact() -> None:
    """Products of float32 on an NVIDIA GPU take TensorFloat-32 by default."""
    jax.config.update("jax_default_matmul_precision", "highest")


def dtype_of(cell: Cell) -> jax.typing.DTypeLike:
    if cell["dtype"] not in _DTYPES:
        raise UnsupportedError(f"JAX nets have no weights of {cell['dtype']}")
    return _DTYPES[cell["dtype"]]


def first_scale(dtype: jax.typing.DTypeLike) -> Scale:
    """Of float16; empty for the others, which need none."""
    return {"scale": jnp.float32(FIRST_SCALE), "fine": jnp.int32(0)} if dtype == jnp.float16 else {}


def scaled(loss: jax.Array, scale: Scale) -> jax.Array:
    return loss * scale["scale"] if scale else loss


def unscaled(gradients: Sequence[jax.Array], scale: Scale) -> list[jax.Array]:
    return [gradient / scale["scale"] for gradient in gradients] if scale else list(gradients)


def all_finite(gradients: Sequence[jax.Array]) -> jax.Array:
    return jnp.stack([jnp.isfinite(gradient).all() for gradient in gradients]).all()


def moved(scale: Scale, finite: jax.Array) -> Scale:
    """Halved where a gradient overflowed, doubled after 2000 steps that were fine."""
    fine = jnp.where(finite, scale["fine"] + 1, 0)
    grown = jnp.where(fine >= _GROWTH_STEPS, 2.0, 1.0)
    return {
        "scale": scale["scale"] * jnp.where(finite, grown, 0.5),
        "fine": jnp.where(fine >= _GROWTH_STEPS, 0, fine),
    }
