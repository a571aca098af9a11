"""Checks the outputs of a net in the function that is timed, with batches and sequences of the measured sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainmark.check.check import output_check, row_error
from trainmark.check.fill import batches_of, checked_net, lengthened, positions_of, turned_to
from trainmark.check.generator import average_values, create_batch
from trainmark.framework import Array, Framework, Network
from trainmark.protocol.declaration import Request

# Copies inputs to the device.
Place = Callable[[tuple[np.ndarray]], tuple[Array]]


class OutputsCheck:
    """Compares every row of the outputs; the caller restores the weights that it needs."""

    def __init__(self, framework: Framework, network: Network, request: Request) -> None:
        declaration = request["declaration"]
        self._framework, self._network = framework, network
        self._reference = declaration["reference"]
        self.net = checked_net(declaration["net"], self._reference["net"])
        # Whether the samples of the reference fill the timed sequences.
        self.measured = self.net is declaration["net"]
        self._batch: int = request["cell"]["batchSize"]
        # Of every compared row, before the loop and after it.
        self._errors: tuple[list[float], list[float]] = ([], [])

    def _batches(self, turned: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Inputs, which sample of the reference is at each place, and at which position it begins."""
        reference = self._reference
        count = len(reference["outputs"])
        samples, _ = create_batch(reference["net"], reference["seed"], 0, count)
        for number, places in enumerate(batches_of(reference, self._batch, count)):
            draw = turned * count + number
            positions = positions_of(self.net, reference["seed"], len(places), draw)
            yield turned_to(lengthened(samples, self.net)[places], positions), places, positions

    def _rows(self, outputs: np.ndarray, positions: np.ndarray) -> Iterator[np.ndarray]:
        """Outputs of every sample [rows, width]: those of a sequence at copies of its first position."""
        if outputs.ndim == 2:
            yield from outputs[:, None]
            return
        copies = np.arange(0, outputs.shape[1], self._reference["net"]["inputShape"][0])
        for sample, first in zip(outputs, positions, strict=True):
            yield sample[(copies + first) % len(sample)]

    def _start(self) -> None:
        seed, channels = self._reference["seed"], self._reference["net"]["averages"]
        self._network.restart(seed)
        averages = [average_values(seed, number, count) for number, count in enumerate(channels)]
        self._network.load_averages([values for pair in averages for values in pair])

    def compare(self, place: Place, after_loop: bool) -> None:
        """`place` may overwrite the sets of the loop."""
        self._start()
        for inputs, places, positions in self._batches(int(after_loop)):
            outputs = self._framework.download(self._network.outputs(*place((inputs,))))
            if len(outputs) != len(places):
                raise RuntimeError(f"the net gave {len(outputs)} rows for {len(places)} samples")
            for rows, sample in zip(self._rows(outputs, positions), places, strict=True):
                expected = self._reference["outputs"][sample]
                self._errors[after_loop].extend(row_error(row, expected) for row in rows)

    def result(self) -> dict[str, Any]:
        """The check of the contract."""
        return output_check(*self._errors, self._reference["outputTolerance"], self.measured)
