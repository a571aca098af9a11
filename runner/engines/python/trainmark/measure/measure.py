"""The timing loop: warms up until steady, then keeps every sample. As `runner/measure/measure.ts`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from statistics import median
from typing import Any

from trainmark.measure.clock import NS_PER_MS, Clock, clock_jumped, watch_clock
from trainmark.protocol.declaration import Timing

# Maximum number of samples per repetition in the contract.
MAX_SAMPLES = 5000

# Largest relative difference between the two halves of a steady warm-up (methodology: steady state).
_STEADY_WITHIN = 0.05

# A warm-up that does not become steady lasts at most this many times its minimum.
_LONGEST_WARM_UP = 3

_REPORT_EVERY_MS = 200

# Called with phase, fraction and remaining milliseconds, never inside a sample; called once with ("measure", 0)
# directly before the first timed sample.
Report = Callable[[str, float, float], None]
# Called with the samples in nanoseconds so far and the elapsed milliseconds.
_Done = Callable[[list[int], float], bool]
_Tell = Callable[[list[int], float], None]


def is_steady(samples_ns: Sequence[int]) -> bool:
    """Whether the medians of both halves differ by at most 5 %; false for fewer than two samples."""
    if len(samples_ns) < 2:
        return False
    middle = len(samples_ns) // 2
    first = median(samples_ns[:middle])
    return abs(median(samples_ns[middle:]) - first) <= _STEADY_WITHIN * first


def thin(values: Sequence[int], most: int) -> list[int]:
    """Keeps `most` values, evenly spaced and in order."""
    if len(values) <= most:
        return list(values)
    return [values[i * len(values) // most] for i in range(most)]


def _collect(
    sample: Callable[[], None],
    ready: Callable[[], None],
    clock: Clock,
    end_ns: float,
    done: _Done,
    tell: _Tell,
) -> tuple[list[int], int]:
    """Takes samples until `done` returns true or the clock has passed `end_ns`; the clock is read directly before and after each.

    Returns them and the nanoseconds from before the first one to the end of the last one.
    """
    samples_ns: list[int] = []
    started_ns = clock.now_ns()
    reported_ms = 0.0
    while True:
        ready()
        before_ns = clock.now_ns()
        sample()
        after_ns = clock.now_ns()
        if after_ns < before_ns:
            raise clock_jumped((after_ns - before_ns) / NS_PER_MS)
        # A clock with a coarse resolution may not advance; the contract does not allow an empty sample.
        samples_ns.append(max(after_ns - before_ns, 1))
        elapsed_ms = (after_ns - started_ns) / NS_PER_MS
        if after_ns >= end_ns or done(samples_ns, elapsed_ms):
            return samples_ns, after_ns - started_ns
        if elapsed_ms - reported_ms >= _REPORT_EVERY_MS:
            reported_ms = elapsed_ms
            tell(samples_ns, elapsed_ms)


def _expected_measure_ms(timing: Timing, sample_ms: float) -> float:
    """Expected duration of measuring if a sample takes `sample_ms`."""
    if timing["exactSamples"] is not None:
        return timing["exactSamples"] * sample_ms
    return min(max(timing["minMeasureMs"], timing["minSamples"] * sample_ms), timing["maxMeasureMs"])


def _warm_up(
    sample: Callable[[], None],
    ready: Callable[[], None],
    timing: Timing,
    clock: Clock,
    end_ns: float,
    report: Report,
) -> tuple[list[int], int]:
    least_steps, least_ms, most_ms = timing["minWarmUpSteps"], timing["minWarmUpMs"], timing["maxMeasureMs"]
    if least_steps == 0 and least_ms == 0:
        return [], 0
    longest_ms = min(_LONGEST_WARM_UP * least_ms, most_ms)

    def done(samples_ns: list[int], elapsed_ms: float) -> bool:
        if elapsed_ms >= most_ms:
            return True
        if len(samples_ns) < least_steps or elapsed_ms < least_ms:
            return False
        return elapsed_ms >= longest_ms or is_steady(samples_ns)

    def tell(samples_ns: list[int], elapsed_ms: float) -> None:
        step_ms = elapsed_ms / len(samples_ns)
        whole_ms = max(least_ms, least_steps * step_ms, elapsed_ms)
        report(
            "warm-up", elapsed_ms / whole_ms, whole_ms - elapsed_ms + _expected_measure_ms(timing, step_ms)
        )

    return _collect(sample, ready, clock, end_ns, done, tell)


def _take_samples(
    sample: Callable[[], None],
    ready: Callable[[], None],
    timing: Timing,
    clock: Clock,
    end_ns: float,
    report: Report,
) -> tuple[list[int], int]:
    def done(samples_ns: list[int], elapsed_ms: float) -> bool:
        if timing["exactSamples"] is not None:
            return len(samples_ns) >= timing["exactSamples"]
        enough = elapsed_ms >= timing["minMeasureMs"] and len(samples_ns) >= timing["minSamples"]
        return elapsed_ms >= timing["maxMeasureMs"] or enough

    def tell(samples_ns: list[int], elapsed_ms: float) -> None:
        whole_ms = max(_expected_measure_ms(timing, elapsed_ms / len(samples_ns)), elapsed_ms)
        report("measure", elapsed_ms / whole_ms, whole_ms - elapsed_ms)

    return _collect(sample, ready, clock, end_ns, done, tell)


def measure(
    sample: Callable[[], None],
    timing: Timing,
    clock: Clock,
    report: Report,
    ready: Callable[[], None] = lambda: None,
    end_ns: float = inf,
) -> dict[str, Any]:
    """Warms up, then measures: the fields of a repetition that `Timed` of `runner/measure/measure.ts` names, times in whole nanoseconds.

    `sample` returns when the device has finished it; `ready` is called before each and is not timed. No new sample starts
    when the clock has passed `end_ns`, once there is one; the warm-up leaves half of the time until then to the samples.
    Raises if the clock jumped in the meantime.
    """
    now_ns = clock.now_ns()
    warm_ns, warm_up_ns = _warm_up(sample, ready, timing, clock, now_ns + (end_ns - now_ns) / 2, report)
    sample_ms = median(warm_ns) / NS_PER_MS if warm_ns else 0
    report("measure", 0, _expected_measure_ms(timing, sample_ms))
    check_clock = watch_clock(clock)
    samples_ns, elapsed_ns = _take_samples(sample, ready, timing, clock, end_ns, report)
    check_clock()
    kept = thin(samples_ns, MAX_SAMPLES)
    return {
        "warmUpSteps": len(warm_ns),
        "warmUpNs": warm_up_ns,
        "steady": is_steady(warm_ns),
        "samplesNs": kept,
        "samplesThinned": len(samples_ns) - len(kept),
        "elapsedNs": max(elapsed_ns, 1),
    }
