"""Serves one request with the framework of an engine, then ends the process."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from trainmark.protocol import protocol
from trainmark.protocol.clean_text import clean_reason
from trainmark.protocol.declaration import Request
from trainmark.protocol.protocol import Emit, Message
from trainmark.run import run_cell

# Every engine is a folder beside that of the shared code. Its package `framework` defines `probe()` and either
# `Worker(Framework)` or, if it has its own method of measuring, `run(request, emit)`.
ENGINES = Path(__file__).resolve().parents[2]


def _load(engine: str) -> ModuleType:
    sys.path.insert(0, str(ENGINES / engine))
    return importlib.import_module("framework")


def _probe(engine: str) -> Message:
    try:
        return _load(engine).probe()
    except (ImportError, OSError, RuntimeError) as error:
        traceback.print_exc()
        reason = clean_reason(f"{engine} does not start in Python {sys.version.split()[0]}: {error}", 500)
        remedy = f"run `npm run bench -- setup {engine}`, or choose a Python that has it with --python PATH"
        return {"available": False, "reason": reason, "remedy": remedy}


def _run(module: ModuleType, request: Request, emit: Emit) -> None:
    if hasattr(module, "run"):
        module.run(request, emit)
    else:
        run_cell(request, module.Worker, emit)


def _answer(engine: str, request: Request, emit: Emit) -> None:
    if request["protocol"] != protocol.VERSION:
        raise ValueError(
            f"the request has protocol {request['protocol']}, this worker supports {protocol.VERSION}"
        )
    if request["type"] == "probe":
        emit({"type": "probed", "probe": _probe(engine)})
    else:
        _run(_load(engine), request, emit)


def _end(code: int) -> NoReturn:
    """Exits at once: frameworks may hang or crash during shutdown, after the answer."""
    sys.stderr.flush()
    os._exit(code)


def main() -> NoReturn:
    emit = protocol.claim_stdout()
    if len(sys.argv) != 2 or not (ENGINES / sys.argv[1] / "framework").is_dir():
        sys.exit(f"{sys.argv[1:]}: not an engine in Python; use the name of one folder in {ENGINES.name}")
    request = protocol.read_request()
    if request is None:
        _end(1)
    protocol.end_with_stdin()
    try:
        _answer(sys.argv[1], request, emit)
    except BaseException as error:
        traceback.print_exc()
        emit(protocol.error_message(error))
        _end(1)
    _end(0)
