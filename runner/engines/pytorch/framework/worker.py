"""One cell on PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from framework.allocator import keep_freed_memory
from framework.attention import attend_as_tutorial, attend_fused
from framework.device import create_setting, full_version
from framework.network import TorchNetwork
from framework.precision_policy import keep_default
from trainmark.framework import Framework
from trainmark.machine.threads import thread_count
from trainmark.protocol.declaration import Cell, Net, Optimizer


class Worker(Framework):
    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        torch.set_num_threads(thread_count())
        self._setting = create_setting(cell)
        self._device = self._setting.device
        if self._device.type in ("cuda", "xpu"):
            # Streams, graphs and the kernels of the compiler use the current device.
            getattr(torch, self._device.type).set_device(self._device)
        self._keeps_memory = self._setting.tuned_for_cpu and keep_freed_memory()
        self._network: TorchNetwork | None = None
        # Tries the algorithms of each convolution and keeps the fastest.
        torch.backends.cudnn.benchmark = self._setting.optimized

    def version(self) -> str:
        return full_version()

    def observed(self) -> dict[str, bool | float | str]:
        observed: dict[str, bool | float | str] = {
            "computedOn": "cpu" if self._device.type == "cpu" else "gpu",
            "threads": torch.get_num_threads(),
            "memoryKept": self._keeps_memory,
            "onednn": torch.backends.mkldnn.is_available(),
            "tf32": torch.backends.cuda.matmul.allow_tf32 or torch.backends.cudnn.allow_tf32,
        }
        if self._network is not None:
            layout = "channels-last" if self._setting.channels_last else "channels-first"
            observed |= self._network.observed() | {"layout": layout}
        return observed

    def upload(self, values: np.ndarray) -> Tensor:
        """Images keep their declared shape, with the memory layout of the recipe's convolutions; labels and tokens become
        int64, which PyTorch's losses require."""
        whole = np.issubdtype(values.dtype, np.integer)
        tensor = torch.from_numpy(values).to(self._device, torch.int64 if whole else None)
        if values.ndim != 4 or self._setting.channels_last:
            return tensor
        # Not `contiguous`: it leaves strides on images of one channel that convolutions take for channels last.
        return tensor.permute(0, 3, 1, 2).clone(memory_format=torch.contiguous_format).permute(0, 2, 3, 1)

    def overwrite(self, array: Tensor, values: Tensor) -> None:
        array.copy_(values)

    def operand(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values).to(self._device).to(self._setting.dtype)

    def download(self, array: Tensor) -> np.ndarray:
        whole = not array.dtype.is_floating_point
        return array.detach().to("cpu", None if whole else torch.float32).numpy()

    def finish(self, last: Tensor | None = None) -> None:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        elif self._device.type == "xpu":
            torch.xpu.synchronize(self._device)
        elif self._device.type == "mps":
            torch.mps.synchronize()

    def multiplier(self) -> Callable[[Tensor, Tensor], Tensor]:
        return torch.matmul

    def attention(self) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
        return attend_fused if self._setting.optimized else attend_as_tutorial

    def copier(self) -> Callable[[Tensor], Tensor]:
        destinations: list[Tensor] = []

        def copy(source: Tensor) -> Tensor:
            if not destinations:
                destinations.append(torch.empty_like(source))
            return destinations[0].copy_(source)

        return copy

    def convolve(self, images: Tensor, filters: Tensor) -> Tensor:
        convolved = F.conv2d(images.permute(0, 3, 1, 2), filters.permute(3, 2, 0, 1))
        return convolved.permute(0, 2, 3, 1)

    def network(self, net: Net, optimizer: Optimizer | None, seed: int) -> TorchNetwork:
        keep_default(self.cell, net)
        self._network = TorchNetwork(net, optimizer, seed, self._setting)
        return self._network

    def take(self, samples: Tensor, places: np.ndarray) -> Tensor:
        return samples[torch.from_numpy(places).to(self._device)]

    def enlarge(self, images: Tensor, factor: int) -> Tensor:
        return images.repeat_interleave(factor, 1).repeat_interleave(factor, 2)

    def count_right(self, outputs: Tensor, labels: Tensor) -> Tensor:
        return (outputs.argmax(1) == labels).sum()

    def add(self, arrays: Sequence[Tensor]) -> Tensor:
        return reduce(torch.add, arrays)

    def peak_memory(self) -> dict[str, int | str] | None:
        if self._device.type == "cuda":
            method = "allocator-peak" if torch.version.hip else "cuda-max-allocated"
            return {"bytes": torch.cuda.max_memory_allocated(self._device), "method": method}
        if self._device.type == "xpu":
            return {"bytes": torch.xpu.max_memory_allocated(self._device), "method": "allocator-peak"}
        if self._device.type == "mps":
            # The driver's share never shrinks unless the cache is emptied: the last reading is the largest.
            return {"bytes": torch.mps.driver_allocated_memory(), "method": "mps-driver-polled"}
        return None
