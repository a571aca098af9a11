"""The clock is a parameter everywhere, so that tests can control it. As `runner/measure/clock.ts`."""

from __future__ import annotations

import time
from collections.abc import Callable

NS_PER_MS = 1e6

# Largest allowed drift between the two clocks: the larger of this share and this time (methodology, section 4).
_AGREE_WITHIN = 0.01
_AGREE_WITHIN_MS = 100

# Reads of both clocks that are no further apart are together.
_TOGETHER_NS = 1e6
# A machine that pauses this process in each of as many reads is too busy for any measurement.
_MOST_READS = 20


class Clock:
    """Monotonic nanoseconds, and wall-clock milliseconds, which only serve to detect jumps."""

    def now_ns(self) -> int:
        return time.perf_counter_ns()

    def wall_ms(self) -> float:
        return time.time() * 1000


def clock_jumped(by_ms: float) -> RuntimeError:
    """The error for a jump of the clock; a negative jump runs backward."""
    seconds = f"{by_ms / 1000:.3f} s" if by_ms < 0 else f"+{by_ms / 1000:.3f} s"
    return RuntimeError(
        f"the clock jumped by {seconds} while measuring (a suspend or a corrected time?); measure again"
    )


def _read_both(clock: Clock) -> tuple[float, float]:
    """Both clocks at one instant, in ms: a pause between the reads, in which another program ran, is no drift."""
    reads: list[tuple[float, float, float]] = []
    while len(reads) < _MOST_READS:
        ns = clock.now_ns()
        wall_ms = clock.wall_ms()
        apart_ns = abs(clock.now_ns() - ns)
        reads.append((apart_ns, ns / NS_PER_MS, wall_ms))
        if apart_ns <= _TOGETHER_NS:
            break
    _, ms, wall_ms = min(reads)
    return ms, wall_ms


def watch_clock(clock: Clock) -> Callable[[], None]:
    """Reads both clocks; the returned function reads them again and raises if they drifted apart in between."""
    begin_ms, begin_wall_ms = _read_both(clock)

    def look() -> None:
        end_ms, end_wall_ms = _read_both(clock)
        elapsed_ms = end_ms - begin_ms
        difference_ms = end_wall_ms - begin_wall_ms - elapsed_ms
        if elapsed_ms < 0:
            raise clock_jumped(elapsed_ms)
        if abs(difference_ms) > max(_AGREE_WITHIN * elapsed_ms, _AGREE_WITHIN_MS):
            raise clock_jumped(difference_ms)

    return look
