"""torch.compile, or the function as it is where it cannot be compiled."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

import torch
from torch._dynamo.exc import TorchDynamoException
from torch._inductor.exc import CppCompileError, InductorError, InvalidCxxCompiler

Result = TypeVar("Result")

_FAILURES = (TorchDynamoException, InductorError, CppCompileError, InvalidCxxCompiler)


class Compiled:
    """A function over tensors; `active` tells whether it really is compiled."""

    def __init__(self, function: Callable, active: bool, mode: str | None) -> None:
        self.active = active
        self._function = function
        # Of fixed sizes: those of the check must not make the measured ones general.
        self._compiled = torch.compile(function, mode=mode, dynamic=False, fullgraph=True) if active else None

    def use(self, run: Callable[[Callable], Result]) -> Result:
        """What `run` makes of the function; it may be run again with the one that is not compiled, and then stays so."""
        if self.active:
            try:
                return run(self._compiled)
            except _FAILURES:
                traceback.print_exc()
                self.active = False
        return run(self._function)
