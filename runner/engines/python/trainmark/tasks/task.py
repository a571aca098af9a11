"""A task: passes over some sets of arrays in one of the two recipes, with a check of their results."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from trainmark.check.comparison import Comparison
from trainmark.check.work import new_inputs_comparison, wait_comparison
from trainmark.framework import Array, Framework
from trainmark.measure.clock import NS_PER_MS, Clock
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress

# Minimum duration of a sample, so that reading the clock and waiting weigh little (methodology: at least 50 ms).
_SAMPLE_MS = 50

# Maximum number of passes issued before waiting: command queues are finite.
MOST_OPERATIONS = 256
MOST_STEPS = 64

# A sample whose wait is not looked at: another one would cost more than it could tell.
_LONG_NS = 1e9

# Elements that are moved to give an array other values of the same kind: more than there are rounds, after which they are
# where they were.
_ROTATED = 64

Host = tuple[np.ndarray, ...]
Resident = tuple[Array, ...]


class Task(ABC):
    """Naive: each sample copies one set to the device, computes and reads the result. Optimized: the sets stay on the
    device; a sample computes several passes over them in turn, reads nothing and waits once."""

    # Steps per epoch; None if there are no epochs.
    steps_per_epoch: int | None = None
    # Whether equal inputs have equal results, which could be kept.
    repeats: bool = True
    # Number of trained values of the built net; None if there is no net.
    parameters: int | None = None

    def __init__(self, framework: Framework, request: Request, items_per_pass: int, most_passes: int) -> None:
        self.framework = framework
        self.seed: int = request["seed"]
        self.naive = request["cell"]["recipe"] == "naive"
        # Steps or operations per sample.
        self.passes = 1
        # Nanoseconds of the pass by which they were counted; None if a sample is always one.
        self.pass_ns: int | None = None
        self._items_per_pass = items_per_pass
        self._most_passes = 1 if self.naive or request["timing"]["exactSamples"] is not None else most_passes
        self._sets: list[Host | Resident] = []
        # The last set that was altered, with its number.
        self._altered_set: tuple[int, Host] | None = None
        # Passes since the task was built or its state was restored.
        self.taken = 0

    def make_sets(self, count: int, make: Callable[[int], Host]) -> None:
        """Sets used in rotation, so that no cache holds the data of the next pass; only one at a time is also on the host."""
        for number in range(count):
            host = make(number)
            self._sets.append(host if self.naive else self.place(host))

    def resident(self, number: int) -> Resident:
        """A set on the device."""
        return self.place(self._sets[number]) if self.naive else self._sets[number]

    def alter(self, number: int, host: Host) -> Resident:
        """Replaces the values of a set, in place if the framework can, and returns it on the device."""
        self._altered_set = number, host
        replaced = zip(self._sets[number], host, strict=True)
        self._sets[number] = tuple(self._replaced(*pair) for pair in replaced)
        return self.resident(number)

    def _replaced(self, kept: np.ndarray | Array, values: np.ndarray) -> np.ndarray | Array:
        if self.naive:
            kept[...] = values
            return kept
        (placed,) = self.place((values,))
        try:
            self.framework.overwrite(kept, placed)
        except NotImplementedError:
            return placed
        return kept

    @abstractmethod
    def place(self, host: Host) -> Resident:
        """Copies a set to the device."""

    @abstractmethod
    def compute(self, *arrays: Array) -> Array:
        """One pass."""

    @abstractmethod
    def check(self, progress: Progress) -> None:
        """Checks the output or the losses before the loop, with the function and the sizes that are timed; restores the
        state that the task had after building."""

    @abstractmethod
    def check_again(self, progress: Progress) -> None:
        """Checks after the loop that it did what was checked. Changes the sets: nothing is timed afterwards."""

    @abstractmethod
    def result(self) -> dict[str, Any]:
        """The check of the contract, from both checks."""

    def prove_wait(self, last_ns: float, clock: Clock) -> list[Comparison]:
        """Called after the loop, whose last sample took `last_ns`. The naive recipe reads each result, so it has waited; a
        sample that took long has waited, too."""
        if self.naive or last_ns > _LONG_NS:
            return []
        framework, last = self.framework, None

        def again() -> None:
            nonlocal last
            last = self._take_sample()

        def read() -> None:
            framework.download(framework.take(last, np.zeros(1, np.int32)) if len(last.shape) > 0 else last)

        return [wait_comparison(again, read, clock)]

    def prove_work(self, pass_ns: float, clock: Clock) -> list[Comparison]:
        """Called after `check_again`, with the duration of a pass in the loop."""
        altered = self._altered_set
        if altered is None or not self.repeats:
            return []
        number, host = altered

        def renew() -> None:
            for values in host:
                start = values.reshape(-1)[:_ROTATED]
                start[...] = np.roll(start, -1)
            # Some frameworks copy to the device while they compute: the copy is no part of the pass.
            for array in self.alter(number, host):
                if not self.naive:
                    self.framework.finish(array)

        def run(over: int) -> None:
            result = self.compute(*self.resident(over))
            if self.naive:
                self.framework.download(result)
            self.framework.finish(result)

        others = [other for other in range(len(self._sets)) if other != number]

        def run_another() -> None:
            if others:
                run(others[0])

        return [new_inputs_comparison(renew, lambda: run(number), run_another, pass_ns, clock)]

    @property
    def items_per_sample(self) -> int:
        return self.passes * self._items_per_pass

    def pass_once(self) -> Array:
        """One pass over the next set, as the recipe does it."""
        number = self.taken % len(self._sets)
        self.taken += 1
        result = self.compute(*self.resident(number))
        if self.naive:
            self.framework.download(result)
        return result

    def ready(self) -> None:
        """Called before each sample of the loop; not timed."""
        return

    def sample(self) -> None:
        """Returns when the device has finished it."""
        self._take_sample()

    def _take_sample(self) -> Array:
        for _ in range(self.passes):
            last = self.pass_once()
        # The weights are updated after the loss is computed, which the naive recipe has read.
        self.framework.finish(last)
        return last

    def calibrate(self, clock: Clock) -> None:
        """Sets the number of passes per sample, so that a sample is long enough for the clock."""
        if self._most_passes == 1:
            return
        before_ns = clock.now_ns()
        self.sample()
        self.pass_ns = max(round(clock.now_ns() - before_ns), 1)
        self.passes = min(self._most_passes, math.ceil(_SAMPLE_MS * NS_PER_MS / self.pass_ns))
