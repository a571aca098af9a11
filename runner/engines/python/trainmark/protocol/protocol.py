"""The JSON lines between supervisor and worker, as `runner/protocol/messages.ts` defines them."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from trainmark.protocol.clean_text import clean_reason, says_out_of_memory
from trainmark.protocol.declaration import Request

VERSION = 4

Message = dict[str, Any]
Emit = Callable[[Message], None]
# Receives the fraction that is done, 0 to 1.
Progress = Callable[[float], None]


class UnsupportedError(Exception):
    """Something that the framework can never do here: becomes the outcome `unsupported`."""


def claim_stdout() -> Emit:
    """Reserves stdout for messages: all other output, including that of C code, goes to stderr from now on."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    def emit(message: Message) -> None:
        own.write(json.dumps(message, allow_nan=False) + "\n")
        own.flush()

    return emit


def read_request() -> Request | None:
    """The first line of stdin; None if stdin was closed without one."""
    line = sys.stdin.buffer.readline()
    return json.loads(line) if line.strip() else None


def end_with_stdin() -> None:
    """Ends the process when stdin is closed: nobody waits for the answer any more."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def error_message(error: BaseException) -> Message:
    """Converts an exception to the message of the protocol."""
    said = f"{error}" or type(error).__name__
    if isinstance(error, UnsupportedError):
        status = "unsupported"
    elif isinstance(error, MemoryError) or says_out_of_memory(f"{type(error).__name__} {said}"):
        status = "out-of-memory"
    else:
        status = "failed"
    return {"type": "error", "status": status, "reason": clean_reason(said)}


def report_of(emit: Emit) -> Callable[[str, float, float], None]:
    """Forwards the progress of the timing loop."""
    return lambda phase, fraction, remaining_ms: emit(
        {"type": "progress", "phase": phase, "fraction": fraction, "remainingMs": remaining_ms}
    )


def progress_of(emit: Emit, phase: str) -> Progress:
    """Progress of a phase of unknown duration."""
    return lambda fraction: emit(
        {"type": "progress", "phase": phase, "fraction": fraction, "remainingMs": None}
    )
