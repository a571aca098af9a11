"""The copy task: a matrix is copied to another one; every value is compared before and after the timed loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainmark.check.check import output_check, row_error
from trainmark.check.generator import copy_values
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_OPERATIONS, Host, Resident, Task

# Values that are compared at once.
_TOGETHER = 1 << 22


class Copy(Task):
    """A pass is the copy of one matrix [size, size]; a result that was kept would save no work."""

    repeats = False

    def __init__(self, framework: Framework, request: Request) -> None:
        super().__init__(framework, request, 1, MOST_OPERATIONS)
        declaration = request["declaration"]
        self._size: int = request["cell"]["size"]
        self._count: int = declaration["sets"]
        self._tolerance: float = declaration["tolerance"]
        self._copy = framework.copier()
        self._copied: Array = None
        # Of every row: before the loop, as the loop left it, and with altered values.
        self._errors: tuple[list[float], list[float], list[float]] = ([], [], [])
        self.make_sets(self._count, self._source)

    def _source(self, number: int) -> Host:
        size = self._size
        return (copy_values(self.seed, number, 0, size * size).reshape(size, size),)

    def place(self, host: Host) -> Resident:
        return tuple(map(self.framework.operand, host))

    def compute(self, *arrays: Array) -> Array:
        self._copied = self._copy(*arrays)
        return self._copied

    def check(self, progress: Progress) -> None:
        progress(0)
        self.compute(*self.resident(0))
        self._errors[0].extend(self._row_errors(0))

    def check_again(self, progress: Progress) -> None:
        """The copy that the loop made last, one more of the next source, and that of the last source, overwritten by
        another one."""
        progress(0)
        self._errors[1].extend(self._row_errors((self.taken - 1) % self._count))
        # A destination that is no longer written may happen to hold the source of the last pass.
        following = self.taken % self._count
        self.compute(*self.resident(following))
        self._errors[1].extend(self._row_errors(following))
        self.compute(*self.alter(self._count - 1, self._source(self._count)))
        self._errors[2].extend(self._row_errors(self._count))

    def _row_errors(self, number: int) -> Iterator[float]:
        """Compares the destination as it is with the values of a source."""
        size = self._size
        rows = max(1, _TOGETHER // size)
        for first in range(0, size, rows):
            count = min(rows, size - first)
            found = self.framework.download(self._copied[first : first + count])
            expected = copy_values(self.seed, number, first * size, count * size).reshape(count, size)
            if np.array_equal(found, expected):
                yield from [0.0] * count
            else:
                yield from map(row_error, found, expected)

    def result(self) -> dict[str, Any]:
        before, left, altered = self._errors
        return output_check(before, altered, self._tolerance, left=left)
