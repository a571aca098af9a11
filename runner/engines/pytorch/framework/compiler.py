"""torch.compile, with the uncompiled function as the fallback if compilation fails.

The compiler takes seconds to import, so only what compiles imports it: no probe and no naive cell waits for it.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import TypeVar

import torch

Result = TypeVar("Result")


def _failures() -> tuple[type[Exception], ...]:
    from torch._dynamo.exc import TorchDynamoException
    from torch._inductor.exc import CppCompileError, InductorError, InvalidCxxCompiler

    return TorchDynamoException, InductorError, CppCompileError, InvalidCxxCompiler


def compile_ms() -> float:
    """Milliseconds that this process has compiled so far, forward and backward, as PyTorch counts them."""
    utils = sys.modules.get("torch._dynamo.utils")
    if utils is None:
        return 0
    spent = utils.calculate_time_spent()
    return 1000 * sum(spent.get(part, 0) for part in ("entire_frame_compile", "entire_backward_compile"))


def _is_enabled() -> bool:
    """TORCHDYNAMO_DISABLE=1 makes `torch.compile` do nothing."""
    import torch._dynamo

    return not torch._dynamo.config.disable


class Compiled:
    """A function over tensors; `active` is true while it is compiled."""

    def __init__(self, function: Callable, active: bool) -> None:
        self.active = active and _is_enabled()
        self._function = function
        # Static shapes: the sizes of the check must not make the measured code dynamic.
        self._compiled = torch.compile(function, dynamic=False, fullgraph=True) if self.active else None

    def use(self, run: Callable[[Callable], Result]) -> Result:
        """The result of `run` with the function. If compilation fails, runs again uncompiled and stays uncompiled."""
        if self.active:
            try:
                return run(self._compiled)
            except _failures():
                traceback.print_exc()
                self.active = False
        return run(self._function)
