"""torch.compile, with the uncompiled function as the fallback if compilation fails."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

import torch
import torch._dynamo
from torch._dynamo.exc import TorchDynamoException
from torch._dynamo.utils import calculate_time_spent
from torch._inductor.exc import CppCompileError, InductorError, InvalidCxxCompiler

Result = TypeVar("Result")

_FAILURES = (TorchDynamoException, InductorError, CppCompileError, InvalidCxxCompiler)


def compile_ms() -> float:
    """Milliseconds that this process has compiled so far, forward and backward, as PyTorch counts them."""
    spent = calculate_time_spent()
    return 1000 * sum(spent.get(part, 0) for part in ("entire_frame_compile", "entire_backward_compile"))


class Compiled:
    """A function over tensors; `active` is true while it is compiled."""

    def __init__(self, function: Callable, active: bool) -> None:
        # TORCHDYNAMO_DISABLE=1 makes `torch.compile` do nothing.
        self.active = active and not torch._dynamo.config.disable
        self._function = function
        # Static shapes: the sizes of the check must not make the measured code dynamic.
        self._compiled = torch.compile(function, dynamic=False, fullgraph=True) if self.active else None

    def use(self, run: Callable[[Callable], Result]) -> Result:
        """The result of `run` with the function. If compilation fails, runs again uncompiled and stays uncompiled."""
        if self.active:
            try:
                return run(self._compiled)
            except _FAILURES:
                traceback.print_exc()
                self.active = False
        return run(self._function)
