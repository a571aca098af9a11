"""Whether a pass takes the time of its work, by the rules of `runner/worker/check/work.ts`, which documents them.

No slack here: the clock of a process is fine enough for the shortest pass. A browser's is not.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from trainmark.check.comparison import Comparison, compare
from trainmark.measure.clock import Clock

_TOLERANCE = 0.5
_MOST_ROUNDS = 8

# Work that takes so long is not looked at again once it has passed: what disturbs shorter readings may be longer than they.
_LONG_NS = 1e7

Work = Callable[[], object]


def _time_of(work: Work, clock: Clock) -> int:
    before_ns = clock.now_ns()
    work()
    return clock.now_ns() - before_ns


def _share(part_ns: float, whole_ns: float) -> float:
    return max(0.0, part_ns / whole_ns) if whole_ns > 0 else 0.0


def wait_comparison(last_ns: float, sample: Work, read: Work, clock: Clock) -> Comparison:
    """Called directly after a sample that took `last_ns`, whose wait has just ended. The shortest readings count: nothing that
    disturbs them makes one shorter."""
    sample_ns = first_ns = again_ns = inf
    share = 1.0
    for number in range(_MOST_ROUNDS):
        sample_ns = min(sample_ns, last_ns if number == 0 else _time_of(sample, clock))
        first_ns = min(first_ns, _time_of(read, clock))
        again_ns = min(again_ns, _time_of(read, clock))
        left_ns = max(0.0, first_ns - again_ns)
        share = _share(left_ns, sample_ns + left_ns)
        if share <= _TOLERANCE and sample_ns >= _LONG_NS:
            break
    return compare("work after the wait", share, _TOLERANCE)


def new_inputs_comparison(renew: Work, run: Work, other: Work, usual_ns: float, clock: Clock) -> Comparison:
    """`renew` gives the inputs of `run` other values; `usual_ns` is the duration of a pass in the timed loop. The shortest
    readings count, as above."""
    renew()
    first_ns = _time_of(run, clock)
    share = _share(first_ns - usual_ns, first_ns)
    if share <= _TOLERANCE and first_ns >= _LONG_NS:
        return compare("work on new inputs", share, _TOLERANCE)
    new_ns = known_ns = inf
    for _ in range(_MOST_ROUNDS):
        renew()
        other()
        new_ns = min(new_ns, _time_of(run, clock))
        other()
        known_ns = min(known_ns, _time_of(run, clock))
        share = _share(new_ns - known_ns, new_ns)
        if share <= _TOLERANCE and new_ns >= _LONG_NS:
            break
    return compare("work on new inputs", share, _TOLERANCE)
