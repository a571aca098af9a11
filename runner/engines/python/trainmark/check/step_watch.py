"""Looks at single steps of a training: what each changes has to follow the rule of the optimizer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from trainmark.check.comparison import Comparison
from trainmark.check.movement import OptimizerSample, movement_comparison, sample_optimizer
from trainmark.framework import Framework, Network
from trainmark.protocol.declaration import Optimizer

# Steps of the timed kind that are looked at after the loop: every second one may not be left out. So many, in the loop where
# each sample is one long step, otherwise after it as they fit into this time, have their first array looked at: a seldom step
# may not be left out either.
_LOOKED_AT, _GLANCED_AT, _GLANCING_S = 2, 30, 1.5

# A step that reading a part of an array does not delay much.
_LONG_S = 0.05

# With a loss scale, a step whose gradients overflow is skipped, which halves the scale: from its start at most this often,
# and then at most once each time it has doubled.
FIRST_SKIPS, _STEPS_OF_GROWTH = 10, 2000


def most_skips(issued: int) -> int:
    """Of so many steps, those that a loss scale may skip."""
    return FIRST_SKIPS + issued // _STEPS_OF_GROWTH


def _moved(before: list[OptimizerSample], after: list[OptimizerSample]) -> bool:
    return any((new.weights != old.weights).any() for old, new in zip(before, after, strict=True))


@dataclass(frozen=True)
class _Look:
    """The first array between two samples."""

    sample: list[OptimizerSample]
    steps: int
    time: float


class StepWatch:
    """Of the steps of one loop, and of those after it.

    :param scaled: Whether a loss scale skips steps whose gradients overflow.
    """

    def __init__(self, framework: Framework, network: Network, rule: Optimizer, *, scaled: bool) -> None:
        self._framework, self._network, self._rule, self._scaled = framework, network, rule, scaled
        # Steps after the loop that the loss scale skipped.
        self._skipped = 0
        # Of steps of the loop.
        self._watched: list[Comparison] = []
        self._last: _Look | None = None
        self._short = False

    def look_between(self, steps: int) -> None:
        """Called before each sample of a loop in which it is one step; `steps` were taken."""
        last = self._last
        self._short |= last is not None and time.monotonic() - last.time < _LONG_S
        if steps == 0 or self._short or len(self._watched) >= _GLANCED_AT:
            return
        sample = self._sampled_after(1)
        # With a loss scale, one that overflows changes nothing.
        if last is not None and last.steps == steps - 1 and (not self._scaled or _moved(last.sample, sample)):
            number = self._network.steps() or steps
            self._watched.append(movement_comparison(last.sample, sample, self._rule, number))
        self._last = _Look(sample, steps, time.monotonic())

    def look_at(self, step: Callable[[], Any], number: int, arrays: int | None = None) -> Comparison:
        """Compares what a step does to the first arrays with the rule. With a loss scale, one that overflows is repeated:
        that halves it."""
        before = sample_optimizer(self._network, arrays)
        step()
        after = self._sampled_after(arrays)
        while self._scaled and self._skipped < FIRST_SKIPS and not _moved(before, after):
            self._skipped += 1
            step()
            after = self._sampled_after(arrays)
        return movement_comparison(before, after, self._rule, self._network.steps() or number)

    def _sampled_after(self, arrays: int | None) -> list[OptimizerSample]:
        self._framework.finish()
        return sample_optimizer(self._network, arrays)

    def after_loop(self, step: Callable[[], Any], issued: int) -> Iterator[Comparison]:
        """Looks at steps of the kind that was timed, of which `issued` were run; also gives the worst of the loop."""
        took = 0.0
        for number in range(1, _LOOKED_AT + 1):
            began = time.monotonic()
            look = self.look_at(step, issued + number)
            took = time.monotonic() - began
            yield look
        end = time.monotonic() + _GLANCING_S
        number, glances = issued + _LOOKED_AT, self._watched
        while len(glances) < _GLANCED_AT and time.monotonic() + took < end:
            number += 1
            glances.append(self.look_at(step, number, 1))
        if glances:
            yield max(glances, key=lambda glance: glance.ratio)
