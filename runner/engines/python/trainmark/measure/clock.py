"""The clock is an argument everywhere, so that tests can step it. As `runner/measure/clock.ts`."""

from __future__ import annotations

import time
from collections.abc import Callable

NS_PER_MS = 1e6

# How far the two clocks may drift apart: the larger of this share and this time (methodology, section 4).
_AGREE_WITHIN = 0.01
_AGREE_WITHIN_MS = 100


class Clock:
    """Nanoseconds that never go back, and the calendar's milliseconds: only to see whether both agree."""

    def now_ns(self) -> int:
        return time.perf_counter_ns()

    def wall_ms(self) -> float:
        return time.time() * 1000


def clock_jumped(by_ms: float) -> RuntimeError:
    """What is raised where the clock jumped so far; below 0 it went back."""
    seconds = f"{by_ms / 1000:.3f} s" if by_ms < 0 else f"+{by_ms / 1000:.3f} s"
    return RuntimeError(
        f"the clock jumped by {seconds} while measuring (a suspend or a corrected time?); measure again"
    )


def watch_clock(clock: Clock) -> Callable[[], None]:
    """Looks at both clocks now; what it gives back looks again and raises where the time between was not measured rightly."""
    begin_ns, begin_wall_ms = clock.now_ns(), clock.wall_ms()

    def look() -> None:
        elapsed_ms = (clock.now_ns() - begin_ns) / NS_PER_MS
        difference_ms = clock.wall_ms() - begin_wall_ms - elapsed_ms
        if elapsed_ms < 0:
            raise clock_jumped(elapsed_ms)
        if abs(difference_ms) > max(_AGREE_WITHIN * elapsed_ms, _AGREE_WITHIN_MS):
            raise clock_jumped(difference_ms)

    return look
