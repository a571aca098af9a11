"""For tests: records operations on any device and repeats them without Python, as a CUDA graph repeats kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten


def _tensors(tree: Any) -> list[Tensor]:
    return [leaf for leaf in tree_flatten(tree)[0] if isinstance(leaf, Tensor)]


class _Writing(TorchDispatchMode):
    """Keeps every operation with its arguments and results, which also keeps them apart: no memory is used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[tuple[Any, Any, Any, Any]] = []
        # What existed before, with its values, by identity; and what was made.
        self._before: dict[int, tuple[Tensor, Tensor]] = {}
        self._made: set[int] = set()

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        for given in _tensors((args, kwargs)):
            if id(given) not in self._made and id(given) not in self._before:
                self._before[id(given)] = (given, given.clone())
        result = function(*args, **(kwargs or {}))
        self._made.update(id(one) for one in _tensors(result) if id(one) not in self._before)
        self.written.append((function, args, kwargs or {}, result))
        return result

    def undo(self) -> None:
        """A CUDA graph computes nothing while it is recorded."""
        with torch.no_grad():
            for tensor, values in self._before.values():
                tensor.copy_(values)


def _is_view(tensor: Tensor, args: Any) -> bool:
    memory = tensor.untyped_storage().data_ptr()
    return any(given.untyped_storage().data_ptr() == memory for given in _tensors(args))


def _repeat(written: list[tuple[Any, Any, Any, Any]]) -> None:
    """Every result goes to the memory of the first one: whoever holds it sees the new values."""
    with torch.no_grad():
        for function, args, kwargs, result in written:
            again = function(*args, **kwargs)
            for old, new in zip(_tensors(result), _tensors(again), strict=True):
                if not _is_view(old, (args, kwargs)):
                    old.copy_(new)


class TapeRecorder:
    """In place of `CudaRecorder`. `warmed` and `replays` count."""

    def __init__(self, _: torch.device) -> None:
        self.warmed, self.replays = 0, 0

    def warm_up(self, run: Callable[[], Any]) -> None:
        for _ in range(3):
            run()
        self.warmed += 1

    def record(self, run: Callable[[], Any]) -> tuple[Callable[[], None], Any]:
        with _Writing() as tape:
            result = run()
        tape.undo()

        def replay() -> None:
            self.replays += 1
            _repeat(tape.written)

        return replay, result
