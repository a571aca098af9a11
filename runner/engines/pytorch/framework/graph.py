"""Replays a function over device tensors as one CUDA graph: all of its kernels are issued at once."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

# Passes before recording, in which libraries choose their algorithms and allocate their workspaces: as many as in the
# example of PyTorch's notes on CUDA graphs.
_WARM_UP = 3

# What the recorded function returns; replaying overwrites its tensors.
Result = Any
Replay = Callable[[], None]
# Copies whatever a pass changes; the function that it returns restores that.
Keep = Callable[[], Callable[[], None]]


class Recorder(Protocol):
    """Records what the device does while a function runs. A recorded pass has not run until it is replayed."""

    def warm_up(self, run: Callable[[], Result]) -> None: ...

    def record(self, run: Callable[[], Result]) -> tuple[Replay, Result]: ...


class CudaRecorder:
    """Warms up and records on one stream: libraries keep a handle for each stream, which must exist before recording
    (ROCm/pytorch#3354). Its graphs share one memory pool, because they never run at the same time."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)
        self._pool = torch.cuda.graph_pool_handle()

    def warm_up(self, run: Callable[[], Result]) -> None:
        current = torch.cuda.current_stream(self._device)
        self._stream.wait_stream(current)
        with torch.cuda.stream(self._stream):
            for _ in range(_WARM_UP):
                run()
        current.wait_stream(self._stream)

    def record(self, run: Callable[[], Result]) -> tuple[Replay, Result]:
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._pool, stream=self._stream):
            result = run()
        return graph.replay, result


@dataclass
class _Recorded:
    inputs: Sequence[Tensor]
    replay: Replay
    result: Result


def _form(inputs: Sequence[Tensor]) -> tuple:
    return tuple((x.shape, x.stride(), x.dtype) for x in inputs)


class Graphed:
    """A function over device tensors; `active` is true while its passes are replayed.

    One call is one pass, also the first, whose warm-up is undone. Inputs of each form get a graph of their own; a call
    copies its inputs to the memory that the graph reads. Without a recorder, the function is called as it is.
    """

    def __init__(self, function: Callable[..., Result], recorder: Recorder | None, keep: Keep) -> None:
        self.active = recorder is not None
        self._function, self._recorder, self._keep = function, recorder, keep
        self._recorded: dict[tuple, _Recorded] = {}

    def _record(self, inputs: Sequence[Tensor]) -> _Recorded:
        fixed = [x.clone() for x in inputs]
        restore = self._keep()
        try:
            self._recorder.warm_up(lambda: self._function(*fixed))
        finally:
            restore()
        return _Recorded(fixed, *self._recorder.record(lambda: self._function(*fixed)))

    def _recorded_for(self, inputs: Sequence[Tensor]) -> _Recorded | None:
        """None if this device cannot record the function, which then stays as it is."""
        form = _form(inputs)
        try:
            if form not in self._recorded:
                self._recorded[form] = self._record(inputs)
            return self._recorded[form]
        except torch.OutOfMemoryError:
            raise
        except RuntimeError:
            traceback.print_exc()
            self.active = False
            return None

    def __call__(self, *inputs: Tensor) -> Result:
        recorded = self._recorded_for(inputs) if self.active else None
        if recorded is None:
            return self._function(*inputs)
        for fixed, given in zip(recorded.inputs, inputs, strict=True):
            fixed.copy_(given)
        recorded.replay()
        return recorded.result
