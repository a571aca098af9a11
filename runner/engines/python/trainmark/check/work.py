"""Whether a pass takes the time of its work, by the rules of `runner/worker/check/work.ts`, which documents them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf

from trainmark.check.comparison import Comparison, compare
from trainmark.measure.clock import Clock

_TOLERANCE = 0.5

# The shortest of so many readings count: nothing that disturbs them makes one shorter. While they do not pass, there are more
# of them, as a busy machine needs, in this time.
_ROUNDS, _MOST_ROUNDS, _ROUNDS_NS = 8, 50, 2e9

# Something that is read, or computed, for the first time may take this much longer for its way through the caches.
_SLACK_NS = 2e5

# Work that takes so long is not looked at again once it has passed: what disturbs shorter readings may be longer than they.
_LONG_NS = 1e7

Work = Callable[[], object]


def _time_of(work: Work, clock: Clock) -> int:
    before_ns = clock.now_ns()
    work()
    return clock.now_ns() - before_ns


def _rounds(clock: Clock) -> Iterator[int]:
    """Numbers of rounds, from 1 on."""
    began_ns, number = clock.now_ns(), 0
    while number < _ROUNDS or (number < _MOST_ROUNDS and clock.now_ns() - began_ns < _ROUNDS_NS):
        number += 1
        yield number


def _share(part_ns: float, whole_ns: float) -> float:
    return max(0.0, part_ns / whole_ns) if whole_ns > 0 else 0.0


def _passes(share: float, shortest_ns: float, number: int) -> bool:
    return share <= _TOLERANCE and (shortest_ns >= _LONG_NS or number >= _ROUNDS)


def wait_comparison(sample: Work, read: Work, clock: Clock) -> Comparison:
    """`sample` takes one and waits as the loop does; `read` reads a value of the last result."""
    sample_ns = first_ns = again_ns = inf
    share = 1.0
    for number in _rounds(clock):
        sample_ns = min(sample_ns, _time_of(sample, clock))
        first_ns = min(first_ns, _time_of(read, clock))
        again_ns = min(again_ns, _time_of(read, clock))
        # Of the reading, too: a framework may take longer for it than for a small sample.
        share = _share(first_ns - again_ns - _SLACK_NS, sample_ns + first_ns)
        if _passes(share, sample_ns, number):
            break
    return compare("work after the wait", share, _TOLERANCE)


def new_inputs_comparison(renew: Work, run: Work, other: Work, usual_ns: float, clock: Clock) -> Comparison:
    """`renew` gives the inputs of `run` other values; `usual_ns` is the duration of a pass in the timed loop."""
    renew()
    first_ns = _time_of(run, clock)
    share = _share(first_ns - usual_ns, first_ns)
    if _passes(share, first_ns, 0):
        return compare("work on new inputs", share, _TOLERANCE)
    new_ns = known_ns = inf
    for number in _rounds(clock):
        renew()
        other()
        new_ns = min(new_ns, _time_of(run, clock))
        other()
        known_ns = min(known_ns, _time_of(run, clock))
        share = _share(new_ns - known_ns - _SLACK_NS, new_ns)
        if _passes(share, new_ns, number):
            break
    return compare("work on new inputs", share, _TOLERANCE)
