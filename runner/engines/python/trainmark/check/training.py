"""Checks a training in the function that is timed, with a batch of the measured size: before the loop and after it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainmark.check.averages import averages_comparison
from trainmark.check.check import steps_comparison, training_check
from trainmark.check.comparison import Comparison
from trainmark.check.dropout import (
    Dropped,
    dropout_gradient_comparisons,
    dropout_rates,
    dropped_comparisons,
    dropped_of,
)
from trainmark.check.fill import checked_net, filled_places, lengthened
from trainmark.check.first_steps import (
    FirstSteps,
    equal_samples_comparison,
    first_step_comparisons,
    reloaded_comparisons,
    repeated_comparisons,
    require_finite,
)
from trainmark.check.generator import create_batch, net_values
from trainmark.check.gradient import GradientSample, first_gradients, state_sums, step_gradients
from trainmark.check.masks import (
    dropout_comparison,
    dropped_gradients_comparison,
    masks_comparison,
    shares_comparison,
)
from trainmark.check.step_watch import FIRST_SKIPS, StepWatch, most_skips
from trainmark.framework import Array, Framework, Network
from trainmark.protocol.declaration import Reference, Request
from trainmark.protocol.protocol import Progress

# Samples of a step whose gradients are looked at: of a whole batch they could need as much memory as the timed step.
_FEW = 16

# Steps with dropout from equal weights: so many at most until a loss is another one, and so many at most in this time.
_MOST_EQUAL, _MOST_DRAWS, _DRAWING_S = 3, 8, 0.5

# Copies a batch to the device.
Place = Callable[[tuple[np.ndarray, np.ndarray]], tuple[Array, Array]]


class TrainingCheck:
    """Checks the steps of a net; the caller restores the start values that it needs after `before_loop`."""

    def __init__(self, framework: Framework, network: Network, request: Request) -> None:
        declaration = request["declaration"]
        self._framework, self._network = framework, network
        self._reference, self._rule = declaration["reference"], declaration["optimizer"]
        self._scaled = request["cell"]["dtype"] == "float16"
        self._dtype = request["cell"]["dtype"]
        self._rates = dropout_rates(declaration["net"]["layers"])
        self._batch: int = request["cell"]["batchSize"]
        self._net = checked_net(declaration["net"], self._reference["net"])
        # Whether the samples of the reference fill the timed batch at the timed length.
        self.measured = self._batch % self._reference["batch"] == 0 and self._net is declaration["net"]
        self._losses: list[float] = []
        self._comparisons: list[Comparison] = []
        # What the steps after the loop are compared with: the reference, or what it has proven of another batch.
        self._proven: Reference = self._reference
        self._samples: int = self._reference["batch"]
        # Gradients of the first step before the loop.
        self._gradients: list[GradientSample] = []
        # Running averages after the first step on those samples.
        self._averages: Sequence[np.ndarray] = ()
        self._steps = StepWatch(framework, network, self._rule, scaled=self._scaled)

    def _filled(self, count: int, samples: int) -> tuple[np.ndarray, np.ndarray]:
        """A batch of copies of the first samples of the reference."""
        reference = self._reference
        inputs, labels = create_batch(reference["net"], reference["seed"], 0, samples)
        places = filled_places(reference, count, samples)
        return lengthened(inputs, self._net)[places], labels[places]

    def _checked(self) -> tuple[np.ndarray, np.ndarray]:
        samples = self._reference["batch"]
        return self._filled(self._batch if self.measured else samples, samples)

    def _step(self, batch: tuple[Array, Array]) -> float:
        return float(self._framework.download(self._network.train_step(*batch)))

    def _distances(self) -> list[float]:
        """How far every array is from its start."""
        pairs = zip(self._network.weights(), self._starts(), strict=True)
        return [float(np.linalg.norm(now.astype(np.float64) - start)) for now, start in pairs]

    def _first_steps(self, batch: tuple[Array, Array], count: int, progress: Progress) -> FirstSteps:
        """From the start values of the reference, without dropout."""
        network = self._network
        network.dropping = False
        network.restart(self._reference["seed"])
        losses: list[float] = []
        averages: list[np.ndarray] = []
        updates: list[list[float]] = []
        for step in range(count):
            progress(step / count)
            losses.append(self._step(batch))
            if step == 0:
                self._gradients = self._first_gradients()
                averages = list(network.averages())
            if step < len(self._reference["updates"]):
                updates.append(self._distances())
        network.dropping = True
        norms, sums = [one.norm for one in self._gradients], [one.sums for one in self._gradients]
        return FirstSteps(losses, norms, sums, updates, averages)

    def _starts(self) -> Iterator[np.ndarray]:
        return net_values(self._reference["net"], self._reference["seed"])

    def _first_gradients(self) -> list[GradientSample]:
        return list(first_gradients(self._network, self._rule, self._reference["seed"], self._starts()))

    def before_loop(self, place: Place, progress: Progress) -> None:
        """Compares the first steps with the reference, and a step with dropout with what random masks make of it."""
        batch = place(self._checked())
        steps = self._first_steps(batch, self._reference["steps"], progress)
        self._losses = list(steps.losses)
        self._averages = steps.averages
        self._comparisons = first_step_comparisons(steps, self._reference)
        if self._rates:
            self._comparisons += self._dropped(batch, place)
        if not self.measured:
            self._compare_sizes(place)

    def _dropped(self, batch: tuple[Array, Array], place: Place) -> Iterator[Comparison]:
        reference = self._reference
        # Looked into at the measured batch, whether or not copies of the reference's samples fill it.
        inputs, labels = batch if self.measured else place(self._filled(self._batch, reference["batch"]))
        self._network.restart(reference["seed"])
        first = self._look_into_dropouts(inputs)
        copies = self._batch / reference["batch"] if self.measured else 1
        losses = [self._step(batch)]
        dropped = self._dropped_gradients(batch)
        yield dropped_gradients_comparison([one.norm for one in dropped], reference)
        yield shares_comparison(dropped, self._gradients, reference, copies)
        # After a step, which has to move on the state that the draws come from.
        self._network.load(self._starts())
        yield from dropped_comparisons(first, self._look_into_dropouts(inputs), self._dtype)
        few = inputs[:_FEW], labels[:_FEW]
        yield from dropout_gradient_comparisons(
            self._network.dropout_gradients(*few), self._rates, self._dtype
        )
        end = time.monotonic() + _DRAWING_S
        while (
            len(losses) < _MOST_EQUAL
            if losses[-1] == losses[0]
            else len(losses) < _MOST_DRAWS and time.monotonic() < end
        ):
            # Not a restart, which may begin the masks again.
            self._network.load(self._starts())
            losses.append(self._step(batch))
        yield dropout_comparison(losses, reference["dropout"], copies, self._losses[0])
        yield masks_comparison(losses)

    def _look_into_dropouts(self, inputs: Array) -> list[Dropped]:
        return dropped_of(self._network.dropouts(inputs), self._rates, self._dtype)

    def _dropped_gradients(self, batch: tuple[Array, Array]) -> list[GradientSample]:
        """Of the step that was taken; if its gradients overflowed, of the first that its smaller loss scale holds."""
        gradients = self._first_gradients()
        for _ in range(FIRST_SKIPS if self._scaled else 0):
            if any(one.norm for one in gradients):
                break
            self._step(batch)
            gradients = self._first_gradients()
        return gradients

    def _compare_sizes(self, place: Place) -> None:
        """A batch that the samples of the reference do not fill takes steps on copies of some that fill both."""
        if self._net["inputShape"] != self._reference["net"]["inputShape"]:
            return
        samples = math.gcd(self._batch, self._reference["batch"])
        found, proven = (
            self._first_steps(place(self._filled(count, samples)), 2, lambda _: None)
            for count in (self._batch, self._reference["batch"])
        )
        self._comparisons.append(equal_samples_comparison(found, proven, self._reference))
        self._samples, self._averages = samples, found.averages
        self._proven = {
            **self._reference,
            "losses": list(proven.losses),
            "gradients": list(proven.gradients),
            "directions": [list(sums) for sums in proven.directions],
        }

    def look_between(self, steps: int) -> None:
        """Called before each sample of a loop in which it is one step; `steps` were taken."""
        self._steps.look_between(steps)

    def _from_start_values(self, place: Place, number: int) -> Iterator[Comparison]:
        """One step from the start values of the reference, which counts as one more of the loop's: neither the count of the
        steps nor the state of the optimizer is reset, so that steps of the loop cannot be told from it."""
        network, own = self._network, self._proven is not self._reference
        batch = place(self._filled(self._batch, self._samples) if own else self._checked())
        network.dropping = False
        network.load(self._starts())
        seed = self._reference["seed"]
        before, losses, averages = state_sums(network, seed), [], list(network.averages())
        yield self._steps.look_at(lambda: losses.append(self._step(batch)), number)
        gradients = list(step_gradients(network, self._rule, seed, self._starts(), before))
        network.dropping = True
        yield from reloaded_comparisons(losses[-1], gradients, self._proven)
        if averages:
            moved = zip(self._averages, averages, network.averages(), strict=True)
            yield averages_comparison(self._net["layers"], moved, self._proven["gradientTolerance"])

    def _count(self, issued: int) -> Iterator[Comparison]:
        counted = self._network.steps()
        if counted is None:
            return
        skipped = most_skips(issued) if self._scaled else 0
        yield steps_comparison(max(counted, min(counted + skipped, issued)), issued)

    def after_loop(self, issued: int, step: Callable[[], Array], place: Place) -> None:
        """`issued` steps were run since the last restart; `step` does what the loop did. What it changes has to follow the
        rule. Then the first step has to be what it was. `place` may overwrite the sets of the loop."""
        self._comparisons += self._count(issued)
        losses: list[float] = []

        def keep_loss() -> None:
            losses.append(float(self._framework.download(step())))

        self._comparisons += self._steps.after_loop(keep_loss, issued)
        require_finite(losses, issued)
        self._comparisons += self._from_start_values(place, issued + len(losses) + 1)
        repeated = self._first_steps(place(self._checked()), 1, lambda _: None)
        self._comparisons += repeated_comparisons(repeated, self._reference)

    def result(self) -> dict[str, Any]:
        """The check of the contract."""
        return training_check(self._losses, self._comparisons, self.measured)
