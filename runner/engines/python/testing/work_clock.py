"""For tests: a clock of work instead of time, so that no busy machine hides or feigns the work of a fault."""

from __future__ import annotations

from trainmark.measure.clock import NS_PER_MS, Clock

# Every look at the clock takes so long, so that no reading is zero.
_LOOK_NS = 100


class WorkClock(Clock):
    """Advances by the work that faults report, and with each look by a little."""

    def __init__(self) -> None:
        self._ns = 1_000_000_000

    def now_ns(self) -> int:
        self._ns += _LOOK_NS
        return self._ns

    def wall_ms(self) -> float:
        return self._ns / NS_PER_MS

    def work(self, seconds: float) -> None:
        self._ns += round(seconds * 1e9)


CLOCK = WorkClock()
