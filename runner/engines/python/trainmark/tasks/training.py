"""The training task: a net, its batches and its optimizer."""

from __future__ import annotations

from typing import Any

from trainmark.check.generator import create_batch
from trainmark.check.training import TrainingCheck
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_STEPS, Host, Resident, Task


class Training(Task):
    """A pass is one optimizer step; its result is the loss."""

    repeats = False

    def __init__(self, framework: Framework, request: Request) -> None:
        declaration, batch = request["declaration"], request["cell"]["batchSize"]
        super().__init__(framework, request, batch, MOST_STEPS)
        net = declaration["net"]
        self.steps_per_epoch = declaration["stepsPerEpoch"]
        self._network = framework.network(net, declaration["optimizer"], self.seed)
        self._check = TrainingCheck(framework, self._network, request)
        self.parameters = self._network.parameters()
        self.make_sets(
            declaration["batches"], lambda number: create_batch(net, self.seed, number * batch, batch)
        )

    def place(self, host: Host) -> Resident:
        return tuple(map(self.framework.upload, host))

    def compute(self, *arrays: Array) -> Array:
        return self._network.train_step(*arrays)

    def check(self, progress: Progress) -> None:
        self._check.before_loop(self.place, progress)
        self._network.restart(self.seed)
        self.taken = 0

    def check_again(self, progress: Progress) -> None:
        progress(0)
        self._check.after_loop(self.taken, self.pass_once, self._altered)

    def _altered(self, host: Host) -> Resident:
        """A set of the loop with other values, if it has their shape."""
        return self.alter(0, host) if self._check.measured else self.place(host)

    def ready(self) -> None:
        # Of samples of several steps, none can be looked at.
        if self.passes == 1:
            self._check.look_between(self.taken)

    def result(self) -> dict[str, Any]:
        return self._check.result()
