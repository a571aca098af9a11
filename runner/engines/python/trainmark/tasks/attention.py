"""The attention task: scaled dot-product attention alone; every set of operands is checked."""

from __future__ import annotations

from typing import Any

from trainmark.check.check import output_check, row_error
from trainmark.check.generator import uniform_array
from trainmark.check.reference import attention_row, operand_key
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_OPERATIONS, Host, Resident, Task


class Attention(Task):
    """A pass is softmax(Q K^T / sqrt(width)) V over operands [sequences, heads, length, width], uniform in [-1, 1)."""

    def __init__(self, framework: Framework, request: Request) -> None:
        cell, declaration = request["cell"], request["declaration"]
        super().__init__(framework, request, cell["batchSize"], MOST_OPERATIONS)
        self._shape = (cell["batchSize"], declaration["heads"], cell["sequenceLength"], declaration["width"])
        self._positions: list[list[int]] = declaration["checkedPositions"]
        self._tolerance: float = declaration["tolerance"]
        self._attend = framework.attention()
        self._altered_positions: list[int] = declaration["alteredPositions"]
        # Of every compared row, before the loop and after it.
        self._errors: tuple[list[float], list[float]] = ([], [])
        self.make_sets(len(self._positions), self._operands)

    def _operands(self, number: int) -> Host:
        sequences, heads, length, width = self._shape
        return tuple(
            uniform_array(
                operand_key(self.seed, number, role), sequences * heads * length * width, 1
            ).reshape(self._shape)
            for role in (0, 1, 2)
        )

    def place(self, host: Host) -> Resident:
        return tuple(map(self.framework.operand, host))

    def compute(self, *arrays: Array) -> Array:
        return self._attend(*arrays)

    def check(self, progress: Progress) -> None:
        """All but the last set."""
        for number, positions in enumerate(self._positions[:-1]):
            progress(number / len(self._positions))
            self._errors[0].extend(self._row_errors(number, positions, self.resident(number)))

    def check_again(self, progress: Progress) -> None:
        """The last set, overwritten by another one."""
        progress(0)
        number = len(self._positions)
        operands = self.alter(number - 1, self._operands(number))
        self._errors[1].extend(self._row_errors(number, self._altered_positions, operands))

    def _row_errors(self, number: int, positions: list[int], operands: Resident) -> list[float]:
        _, _, length, width = self._shape
        found = self.framework.download(self.compute(*operands)).reshape(-1, width)
        return [
            row_error(found[position], attention_row(self.seed, number, length, width, position))
            for position in positions
        ]

    def result(self) -> dict[str, Any]:
        return output_check(*self._errors, self._tolerance)
