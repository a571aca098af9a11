"""The inference task: forward passes of a net."""

from __future__ import annotations

from typing import Any

from trainmark.check.check import outputs_check
from trainmark.check.generator import create_batch
from trainmark.framework import Array, Framework
from trainmark.protocol.declaration import Reference, Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_STEPS, Host, Resident, Task


class Inference(Task):
    """A pass is one batch; its result is the outputs."""

    def __init__(self, framework: Framework, request: Request) -> None:
        declaration, batch = request["declaration"], request["cell"]["batchSize"]
        # A latency is the time of a single inference.
        super().__init__(framework, request, batch, 1 if batch == 1 else MOST_STEPS)
        net = declaration["net"]
        self._reference: Reference = declaration["reference"]
        self._network = framework.network(net, None, self.seed)
        self.parameters = self._network.parameters()
        self.make_sets(
            declaration["batches"], lambda number: create_batch(net, self.seed, number * batch, batch)[:1]
        )

    def place(self, host: Host) -> Resident:
        return (self.framework.upload(host[0]),)

    def compute(self, *arrays: Array) -> Array:
        return self._network.outputs(*arrays)

    def check(self, progress: Progress) -> dict[str, Any]:
        reference = self._reference
        progress(0)
        inputs, _ = create_batch(reference["net"], reference["seed"], 0, len(reference["outputs"]))
        self._network.restart(reference["seed"])
        outputs = self.framework.download(self._network.outputs(self.framework.upload(inputs)))
        self._network.restart(self.seed)
        return outputs_check(outputs, reference)
