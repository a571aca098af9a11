"""The training task: a net, its batches and its optimizer."""

from __future__ import annotations

from typing import Any

from trainmark.check.check import training_check
from trainmark.check.generator import create_batch
from trainmark.framework import Array, Framework, Network
from trainmark.protocol.declaration import Reference, Request
from trainmark.protocol.protocol import Progress
from trainmark.tasks.task import MOST_STEPS, Host, Resident, Task


def check_training(
    framework: Framework, network: Network, reference: Reference, progress: Progress
) -> dict[str, Any]:
    """Checks the training of a net; the caller restores the start values that it needs."""
    host = create_batch(reference["net"], reference["seed"], 0, reference["batch"])
    inputs, labels = map(framework.upload, host)
    progress(0)
    network.restart(reference["seed"])
    norms = network.gradient_norms(inputs, labels)
    network.restart(reference["seed"])
    losses = []
    for step in range(reference["steps"]):
        progress((step + 1) / (reference["steps"] + 1))
        losses.append(float(framework.download(network.check_step(inputs, labels))))
    return training_check(losses, norms, reference)


class Training(Task):
    """A pass is one optimizer step; its result is the loss."""

    def __init__(self, framework: Framework, request: Request) -> None:
        declaration, batch = request["declaration"], request["cell"]["batchSize"]
        super().__init__(framework, request, batch, MOST_STEPS)
        net = declaration["net"]
        self.steps_per_epoch = declaration["stepsPerEpoch"]
        self._reference: Reference = declaration["reference"]
        self._network = framework.network(net, declaration["optimizer"], self.seed)
        self.parameters = self._network.parameters()
        self.make_sets(
            declaration["batches"], lambda number: create_batch(net, self.seed, number * batch, batch)
        )

    def place(self, host: Host) -> Resident:
        return tuple(map(self.framework.upload, host))

    def compute(self, *arrays: Array) -> Array:
        return self._network.train_step(*arrays)

    def check(self, progress: Progress) -> dict[str, Any]:
        check = check_training(self.framework, self._network, self._reference, progress)
        self._network.restart(self.seed)
        return check
