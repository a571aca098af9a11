"""Trains a net on a data set, epoch by epoch, and evaluates it, in either recipe."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainmark.check.shuffle import shuffled
from trainmark.check.training import TrainingCheck
from trainmark.converge.feed import Feed
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress

# Steps that the optimized recipe issues before it waits: enough to keep the device busy without a long queue.
_STEPS_AHEAD = 16


class Trainer:
    def __init__(self, framework: Framework, request: Request, seed: int, train: Feed, test: Feed) -> None:
        declaration = request["declaration"]
        self._framework, self._seed, self._train, self._test = framework, seed, train, test
        self._batch = request["cell"]["batchSize"]
        self._naive = request["cell"]["recipe"] == "naive"
        self._network = framework.network(declaration["net"], declaration["optimizer"], seed)
        self._check = TrainingCheck(framework, self._network, request)
        self._steps = 0
        self.train_steps = math.ceil(train.count / self._batch)
        self.evaluate_steps = math.ceil(test.count / self._batch)

    def first_step(self) -> None:
        """Runs one step on the first batch and waits for it: the cold start."""
        places = shuffled(self._seed, 0, self._train.count)[: self._batch]
        self._framework.finish(self._network.train_step(*self._train.batch(places)))

    def prepare(self) -> None:
        """Runs every shape of an epoch once, including smaller last batches, so that nothing compiles while timed."""
        for feed, compute in ((self._train, self._step), (self._test, self._right)):
            for size in {min(self._batch, feed.count), feed.count % self._batch} - {0}:
                self._framework.finish(compute(*feed.batch(np.arange(size))))

    def _place(self, host: tuple[np.ndarray, np.ndarray]) -> tuple[Array, Array]:
        inputs, labels = map(self._framework.upload, host)
        return inputs, labels

    def check(self, progress: Progress) -> None:
        """Checks the first steps, then restores the start values of the run."""
        self._check.before_loop(self._place, progress)
        self._network.restart(self._seed)
        self._steps = 0

    def check_again(self) -> dict[str, Any]:
        """Checks after the epochs that their steps did what was checked. The check of the contract, from both."""
        batch = self._train.batch(np.arange(min(self._batch, self._train.count)))
        self._check.after_loop(self._steps, lambda: self._step(*batch), self._place)
        return self._check.result()

    def _step(self, inputs: Array, labels: Array) -> Array:
        self._steps += 1
        return self._network.train_step(inputs, labels)

    def _right(self, inputs: Array, labels: Array) -> Array:
        return self._framework.count_right(self._network.outputs(inputs), labels)

    def _results(
        self, feed: Feed, places: np.ndarray, compute: Callable[[Array, Array], Array], progress: Progress
    ) -> Iterator[tuple[float, int]]:
        """Yields (sum of `compute` over some batches of one size, that size).

        The naive recipe reads every result, as a loop that prints its loss does.
        """
        download, finish = self._framework.download, self._framework.finish
        parts = [places[first : first + self._batch] for first in range(0, len(places), self._batch)]
        ahead = 1 if self._naive else _STEPS_AHEAD
        waiting: list[Array] = []
        for number, part in enumerate(parts):
            waiting.append(compute(*feed.batch(part)))
            last = number + 1 == len(parts) or len(parts[number + 1]) != len(part)
            if last or len(waiting) == ahead:
                yield float(download(self._framework.add(waiting))), len(part)
                waiting = []
            progress((number + 1) / len(parts))
        # The weights are updated after the loss is computed.
        finish()

    def train_epoch(self, epoch: int, progress: Progress) -> float:
        """Trains on every sample once, in the order of the epoch. Returns the mean loss, which must be finite."""
        order = shuffled(self._seed, epoch, self._train.count)
        results = self._results(self._train, order, self._step, progress)
        loss = sum(total * size for total, size in results) / self._train.count
        if not math.isfinite(loss):
            raise RuntimeError(f"the loss is {loss} in epoch {epoch + 1}: training diverged")
        return loss

    def evaluate(self, progress: Progress) -> float:
        """Share of the evaluation set that is classified correctly, 0 to 1."""
        places = np.arange(self._test.count)
        results = self._results(self._test, places, self._right, progress)
        return sum(total for total, _ in results) / self._test.count
