"""MLX as a framework: arrays are lazy, so every returned array has been issued to the device."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mlx.core as mx
import numpy as np

from framework import device
from framework.attention import attend_as_tutorial, attend_fused
from framework.device import issue
from framework.network import MlxNetwork
from framework.precision_policy import DTYPES
from trainmark.framework import Framework
from trainmark.protocol.declaration import Cell, Net, Optimizer


class Worker(Framework):
    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        self._on_gpu = cell["device"]["kind"] == "gpu"
        device.choose(cell["device"]["kind"])
        self._dtype = DTYPES[cell["dtype"]]
        self._optimized = cell["recipe"] == "optimized"
        self._can_compile = self._on_gpu and device.compiles()
        if not self._can_compile:
            mx.disable_compile()
        self._compiled = False
        mx.reset_peak_memory()

    def version(self) -> str:
        return device.version()

    def observed(self) -> dict[str, bool | float | str]:
        observed = {"compiled": self._compiled, "layout": "NHWC", "computedOn": device.kind()}
        return observed if self._on_gpu else {**observed, "threads": device.busy_threads()}

    def upload(self, values: np.ndarray) -> mx.array:
        array = mx.array(values)
        mx.eval(array)
        return array

    def overwrite(self, array: mx.array, values: mx.array) -> None:
        array[:] = values
        mx.eval(array)

    def download(self, array: mx.array) -> np.ndarray:
        half = array.dtype in (mx.float16, mx.bfloat16)
        return np.array(array.astype(mx.float32) if half else array)

    def finish(self, last: mx.array | None = None) -> None:
        if last is not None:
            mx.eval(last)
        mx.synchronize()

    def operand(self, values: np.ndarray) -> mx.array:
        array = mx.array(values).astype(self._dtype)
        mx.eval(array)
        return array

    def multiplier(self) -> Callable[[mx.array, mx.array], mx.array]:
        return lambda left, right: issue(left @ right)

    def attention(self) -> Callable[[mx.array, mx.array, mx.array], mx.array]:
        return attend_fused if self._optimized else attend_as_tutorial

    def convolve(self, images: mx.array, filters: mx.array) -> mx.array:
        return issue(mx.conv2d(images, filters.transpose(3, 0, 1, 2)))

    def network(self, net: Net, optimizer: Optimizer | None, seed: int) -> MlxNetwork:
        self._compiled = self._optimized and self._can_compile
        return MlxNetwork(net, optimizer, seed, self._dtype, self._optimized, self._compiled)

    def take(self, samples: mx.array, places: np.ndarray) -> mx.array:
        return samples[mx.array(places)]

    def enlarge(self, images: mx.array, factor: int) -> mx.array:
        return mx.repeat(mx.repeat(images, factor, 1), factor, 2)

    def count_right(self, outputs: mx.array, labels: mx.array) -> mx.array:
        return issue(mx.sum(mx.argmax(outputs, -1) == labels))

    def add(self, arrays: Sequence[mx.array]) -> mx.array:
        return mx.stack(list(arrays)).sum()

    def peak_memory(self) -> dict[str, int | str] | None:
        """None on a CPU: MLX does not count the memory of its libraries, the supervisor does."""
        if not self._on_gpu or mx.get_peak_memory() == 0:
            return None
        return {"bytes": mx.get_peak_memory(), "method": "mlx-peak"}
