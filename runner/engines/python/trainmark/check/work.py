"""Whether a pass takes the time of its work, by the rules of `runner/worker/check/work.ts`, which documents them."""

from __future__ import annotations

from collections.abc import Callable

from trainmark.check.comparison import Comparison, compare
from trainmark.measure.clock import Clock

_TOLERANCE = 0.5
_MOST_ROUNDS = 8

# Reading a value, and waking up after a wait, may take this much longer at one time than at another.
_SLACK_NS = 1e6

Work = Callable[[], object]


def _time_of(work: Work, clock: Clock) -> int:
    before_ns = clock.now_ns()
    work()
    return clock.now_ns() - before_ns


def _smallest(share_of: Callable[[int], float]) -> float:
    """The smallest share of some rounds; the first that passes is the last."""
    share = 1.0
    for number in range(_MOST_ROUNDS):
        share = min(share, share_of(number))
        if share <= _TOLERANCE:
            break
    return share


def wait_comparison(last_ns: float, sample: Work, read: Work, clock: Clock) -> Comparison:
    """Called directly after a sample that took `last_ns`, whose wait has just ended."""

    def share_of(number: int) -> float:
        sample_ns = last_ns if number == 0 else _time_of(sample, clock)
        first_ns = _time_of(read, clock)
        left_ns = max(0.0, first_ns - _time_of(read, clock) - _SLACK_NS)
        return left_ns / (sample_ns + left_ns) if left_ns > 0 else 0

    return compare("work after the wait", _smallest(share_of), _TOLERANCE)


def new_inputs_comparison(renew: Work, run: Work, other: Work, usual_ns: float, clock: Clock) -> Comparison:
    """`renew` gives the inputs of `run` other values; `usual_ns` is the duration of a pass in the timed loop."""

    def saved(new_ns: float, known_ns: float) -> float:
        return 0 if new_ns <= _SLACK_NS else max(0.0, 1 - known_ns / (new_ns - _SLACK_NS))

    def share_of(number: int) -> float:
        renew()
        if number > 0:
            other()
        new_ns = _time_of(run, clock)
        if number == 0:
            return saved(new_ns, usual_ns)
        other()
        return saved(new_ns, _time_of(run, clock))

    return compare("work on new inputs", _smallest(share_of), _TOLERANCE)
