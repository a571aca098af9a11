"""The matmul task: square products; every pair of matrices is checked."""

from __future__ import annotations

from typing import Any

import numpy as np

from trainmark.check.check import output_check, row_error
from trainmark.check.generator import uniform_array
from trainmark.check.reference import matrix_key, product_rows, row_sum_errors
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_OPERATIONS, Host, Resident, Task


class MatMul(Task):
    """A pass is one product of a pair of matrices [size, size] with values uniform in [-1, 1)."""

    def __init__(self, framework: Framework, request: Request) -> None:
        super().__init__(framework, request, 1, MOST_OPERATIONS)
        self._size: int = request["cell"]["size"]
        self._rows: list[list[int]] = request["declaration"]["checkedRows"]
        self._tolerance: float = request["declaration"]["tolerance"]
        self._multiply = framework.multiplier()
        self._altered_rows: list[int] = request["declaration"]["alteredRows"]
        # Of every compared row, before the loop and after it.
        self._errors: tuple[list[float], list[float]] = ([], [])
        self.make_sets(len(self._rows), self._pair)

    def _pair(self, pair: int) -> Host:
        size = self._size
        return tuple(
            uniform_array(matrix_key(self.seed, pair, side), size * size, 1).reshape(size, size)
            for side in (0, 1)
        )

    def place(self, host: Host) -> Resident:
        return tuple(map(self.framework.operand, host))

    def compute(self, *arrays: Array) -> Array:
        return self._multiply(*arrays)

    def check(self, progress: Progress) -> None:
        """All but the last pair."""
        for pair, rows in enumerate(self._rows[:-1]):
            progress(pair / len(self._rows))
            self._errors[0].extend(self._row_errors(pair, rows, self.resident(pair)))

    def check_again(self, progress: Progress) -> None:
        """The last pair, overwritten by another one."""
        progress(0)
        pair = len(self._rows)
        host = self._pair(pair)
        operands = self.alter(pair - 1, host)
        self._errors[1].extend(self._row_errors(pair, self._altered_rows, operands))
        self._errors[1].extend(self._sum_errors(pair, host, operands))

    def _row_errors(self, pair: int, rows: list[int], operands: Resident) -> list[float]:
        product = self.compute(*operands)
        found = self.framework.download(self.framework.take(product, np.array(rows, np.int32)))
        expected = product_rows(self.seed, pair, self._size, rows)
        return [row_error(*both) for both in zip(found, expected, strict=True)]

    def _sum_errors(self, pair: int, host: Host, operands: Resident) -> list[float]:
        """Of every row."""
        framework, product = self.framework, self.compute(*operands)
        return row_sum_errors(
            self.seed, pair, host, lambda rows: framework.download(framework.take(product, rows))
        )

    def result(self) -> dict[str, Any]:
        return output_check(*self._errors, self._tolerance)
