"""The clock is a parameter everywhere, so that tests can control it. As `runner/measure/clock.ts`."""

from __future__ import annotations

import time
from collections.abc import Callable

NS_PER_MS = 1e6

# Largest allowed drift between the two clocks: the larger of this share and this time (methodology, section 4).
_AGREE_WITHIN = 0.01
_AGREE_WITHIN_MS = 100


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


def watch_clock(clock: Clock) -> Callable[[], None]:
    """Reads both clocks; the returned function reads them again and raises if they drifted apart in between."""
    begin_ns, begin_wall_ms = clock.now_ns(), clock.wall_ms()

    def look() -> None:
        elapsed_ms = (clock.now_ns() - begin_ns) / NS_PER_MS
        difference_ms = clock.wall_ms() - begin_wall_ms - elapsed_ms
        if elapsed_ms < 0:
            raise clock_jumped(elapsed_ms)
        if abs(difference_ms) > max(_AGREE_WITHIN * elapsed_ms, _AGREE_WITHIN_MS):
            raise clock_jumped(difference_ms)

    return look
