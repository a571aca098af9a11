"""One cell on JAX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import jax
import jax.numpy as jnp
import numpy as np

from framework.attention import FusedAttention, attend_as_tutorial, attend_in_blocks
from framework.device import busy_threads, create_setting, full_version
from framework.layers import convolve
from framework.network import JaxNetwork
from trainmark.framework import Framework
from trainmark.protocol.declaration import Cell, Net, Optimizer


def _count_right(outputs: jax.Array, labels: jax.Array) -> jax.Array:
    return (outputs.argmax(1) == labels).sum()


def _copied_over(destination: jax.Array, source: jax.Array) -> jax.Array:
    """XLA makes one copy of it, into the memory of the destination, which is given away. A source that was returned as it
    is would not be copied at all."""
    return jax.lax.dynamic_update_slice(destination, source, (0,) * source.ndim)


class Worker(Framework):
    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        self._setting = create_setting(cell)
        self._network: JaxNetwork | None = None
        self._attention: FusedAttention | None = None
        self._count = jax.jit(_count_right)

    def version(self) -> str:
        return full_version()

    def observed(self) -> dict[str, bool | float | str]:
        observed: dict[str, bool | float | str] = {
            "tf32": jax.config.jax_default_matmul_precision != "highest",
            "computedOn": "cpu" if self._setting.device.platform == "cpu" else "gpu",
            "compiled": True,
            "layout": "NHWC",
        }
        if self._attention is not None:
            observed["cudnnAttention"] = self._attention.fused
        threads = None if self._setting.on_gpu else busy_threads()
        return observed if threads is None else {**observed, "threads": threads}

    def upload(self, values: np.ndarray) -> jax.Array:
        return jax.device_put(values, self._setting.device)

    def overwrite(self, array: jax.Array, values: jax.Array) -> None:
        """Arrays of JAX are constants; this is how JAX itself fills one later."""
        if not hasattr(array, "_replace_with"):
            raise NotImplementedError(f"JAX {jax.__version__} cannot replace the values of an array")
        array._replace_with(jnp.array(values, copy=True))

    def operand(self, values: np.ndarray) -> jax.Array:
        return self.upload(values).astype(self._setting.dtype)

    def download(self, array: jax.Array) -> np.ndarray:
        whole = jnp.issubdtype(array.dtype, jnp.integer)
        return np.asarray(array if whole else array.astype(jnp.float32))

    def finish(self, last: jax.Array | None = None) -> None:
        """A GPU computes in the order of issue; on a CPU, issued work has finished."""
        weights = [] if self._network is None else self._network.state["weights"]
        jax.block_until_ready([*weights, *([] if last is None else [last])])

    def multiplier(self) -> Callable[[jax.Array, jax.Array], jax.Array]:
        return jax.jit(jnp.matmul)

    def attention(self) -> Callable[[jax.Array, jax.Array, jax.Array], jax.Array]:
        if not self._setting.optimized:
            return jax.jit(attend_as_tutorial)
        if not self._setting.on_gpu or self._setting.dtype == jnp.float32:
            return jax.jit(attend_in_blocks)
        self._attention = FusedAttention()
        return self._attention

    def copier(self) -> Callable[[jax.Array], jax.Array]:
        copy_over = jax.jit(_copied_over, donate_argnums=0)
        destination: jax.Array | None = None

        def copy(source: jax.Array) -> jax.Array:
            nonlocal destination
            destination = copy_over(jnp.zeros_like(source) if destination is None else destination, source)
            return destination

        return copy

    def convolve(self, images: jax.Array, filters: jax.Array) -> jax.Array:
        return convolve(images, filters)

    def network(self, net: Net, optimizer: Optimizer | None, seed: int) -> JaxNetwork:
        self._network = JaxNetwork(net, optimizer, seed, self._setting)
        return self._network

    def take(self, samples: jax.Array, places: np.ndarray) -> jax.Array:
        return samples[places.astype(np.int32)]

    def enlarge(self, images: jax.Array, factor: int) -> jax.Array:
        return images.repeat(factor, 1).repeat(factor, 2)

    def count_right(self, outputs: jax.Array, labels: jax.Array) -> jax.Array:
        return self._count(outputs, labels)

    def add(self, arrays: Sequence[jax.Array]) -> jax.Array:
        return reduce(jnp.add, arrays)

    def peak_memory(self) -> dict[str, int | str] | None:
        """None on a CPU: the supervisor reads the memory of the process."""
        stats = self._setting.device.memory_stats() if self._setting.on_gpu else None
        peak = (stats or {}).get("peak_bytes_in_use")
        return None if peak is None else {"bytes": peak, "method": "allocator-peak"}
