"""For tests: runs cells with faults that a check has to find, on any framework.

Every fault is made from what `trainmark/framework.py` declares, so that the list is the same for all engines.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults_of_declarations import DECLARATIONS
from faults_of_dropouts import DROPOUTS
from faults_of_gradients import GRADIENTS
from faults_of_nets import NETWORKS
from faults_of_operations import COPIERS, OPERATIONS
from faults_of_outputs import INFERENCE, OUTPUTS
from own_reference import reference_of
from work_clock import CLOCK

from trainmark.framework import Framework, Network
from trainmark.run import run_cell

# Faults that are found by the time that they take; it is counted, as a busy machine may take any time.
TIMED = {
    "products found by content",
    "short products found by content",
    "outputs found by content",
    "no wait",
    "no short wait",
}

ON_NETS = {**NETWORKS, **DROPOUTS, **GRADIENTS, **INFERENCE}


def edited(worker: Callable[[Any], Framework], edit: str) -> Callable[[Any], Framework]:
    """A worker with a fault."""

    def create(cell: Any) -> Framework:
        framework = worker(cell)
        build = framework.network

        def network(net: Any, rule: Any, seed: int) -> Network:
            declared = DECLARATIONS[edit](net, rule) if edit in DECLARATIONS else (net, rule)
            made = OUTPUTS[edit](framework) if edit in OUTPUTS else ON_NETS.get(edit)
            built = build(*declared, seed)
            return made(built, rule) if made else built

        framework.network = network
        if edit in OPERATIONS:
            OPERATIONS[edit](framework)
        if edit in COPIERS:
            copier = framework.copier
            framework.copier = lambda: COPIERS[edit](framework, copier())
        return framework

    return create


def failing(worker: Callable[[Any], Framework], request: Any, edit: str) -> list[str]:
    """The comparisons that find a fault."""
    messages: list[Any] = []
    try:
        run_cell(request, edited(worker, edit), messages.append, CLOCK if edit in TIMED else None)
    except Exception as error:  # A fault may also end in one.
        return [f"{type(error).__name__}: {error}"]
    check = messages[-1]["check"]
    failed = [one["of"] for one in check["comparisons"] if one["error"] > one["tolerance"]]
    if check["passed"] != (failed == []):
        raise AssertionError(check)
    return failed


def main(engine: str, nets: dict[str, Any], asked: list[tuple[str, Any, Any]]) -> list[list[str]]:
    """`asked` are faults, requests and names of `nets`; the declaration of a net is completed here."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / engine))
    worker = importlib.import_module("framework").Worker
    references: dict[Any, Any] = {}
    found = []
    for edit, request, name in asked:
        if request["declaration"] is None:
            net, rule = nets[name]["net"], nets[name]["rule"]
            known = name, request["cell"]["recipe"]
            if known not in references:
                references[known] = reference_of(worker(request["cell"]), net, rule, request["cell"])
            request["declaration"] = {
                "kind": "model",
                "net": net,
                "optimizer": rule,
                "stepsPerEpoch": None,
                "batches": 2,
                "reference": references[known],
            }
        found.append(failing(worker, request, edit))
    return found


if __name__ == "__main__":
    print(json.dumps(main(**json.load(sys.stdin))))
