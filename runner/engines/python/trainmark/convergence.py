"""Trains to a target accuracy: every epoch and its evaluation on the clock."""

from __future__ import annotations

from trainmark.clock import Clock
from trainmark.declaration import Request
from trainmark.framework import Framework, UnsupportedError
from trainmark.protocol import Emit


def run_convergence(request: Request, framework: Framework, emit: Emit, clock: Clock) -> None:
    raise UnsupportedError("training to a target")
