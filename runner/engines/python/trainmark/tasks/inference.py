"""The inference task: forward passes of a net."""

from __future__ import annotations

from typing import Any

from trainmark.check.generator import create_batch
from trainmark.check.outputs import OutputsCheck
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_STEPS, Host, Resident, Task


class Inference(Task):
    """A pass is one batch; its result is the outputs."""

    def __init__(self, framework: Framework, request: Request) -> None:
        declaration, batch = request["declaration"], request["cell"]["batchSize"]
        # A latency is the time of a single inference.
        super().__init__(framework, request, batch, 1 if batch == 1 else MOST_STEPS)
        net = declaration["net"]
        self._network = framework.network(net, None, self.seed)
        self._check = OutputsCheck(framework, self._network, request)
        self.parameters = self._network.parameters()
        self.make_sets(
            declaration["batches"], lambda number: create_batch(net, self.seed, number * batch, batch)[:1]
        )

    def place(self, host: Host) -> Resident:
        return (self.framework.upload(host[0]),)

    def compute(self, *arrays: Array) -> Array:
        return self._network.outputs(*arrays)

    def check(self, progress: Progress) -> None:
        progress(0)
        self._check.compare(self.place, after_loop=False)
        self._network.restart(self.seed)

    def check_again(self, progress: Progress) -> None:
        progress(0)
        self._check.compare(self._altered, after_loop=True)

    def _altered(self, host: Host) -> Resident:
        """A set of the loop with other values, unless its sequences are longer than those that are checked."""
        return self.alter(0, host) if self._check.measured else self.place(host)

    def result(self) -> dict[str, Any]:
        return self._check.result()
