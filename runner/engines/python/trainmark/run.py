"""One repetition of one cell with any framework: build, check, warm up, measure."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from statistics import median

from trainmark.check.comparison import with_comparisons
from trainmark.check.precision import observe_precision
from trainmark.converge.convergence import run_convergence
from trainmark.framework import Framework
from trainmark.measure.clock import NS_PER_MS, Clock
from trainmark.measure.measure import measure
from trainmark.protocol.declaration import Cell, Request
from trainmark.protocol.protocol import Emit, UnsupportedError, progress_of, report_of
from trainmark.tasks.attention import Attention
from trainmark.tasks.copy import Copy
from trainmark.tasks.inference import Inference
from trainmark.tasks.matmul import MatMul
from trainmark.tasks.task import Task
from trainmark.tasks.training import Training


def create_task(framework: Framework, request: Request) -> Task:
    kind, mode = request["declaration"]["kind"], request["cell"]["mode"]
    if kind == "model":
        return Training(framework, request) if mode == "train" else Inference(framework, request)
    if kind == "matmul":
        return MatMul(framework, request)
    if kind == "copy":
        return Copy(framework, request)
    if kind == "attention":
        return Attention(framework, request)
    workload, engine = request["cell"]["workload"], request["cell"]["engine"]
    raise UnsupportedError(f"{engine} has no workload {workload} ({mode})")


def _run_task(request: Request, framework: Framework, emit: Emit, clock: Clock) -> None:
    progress_of(emit, "load")(0)
    started_ns = clock.now_ns()
    task = create_task(framework, request)
    task.sample()
    cold_start_ns = clock.now_ns() - started_ns

    task.check(progress_of(emit, "check"))
    task.calibrate(clock)

    # From the start of building; without a budget there is no limit.
    end_ns = started_ns + request.get("budgetMs", inf) * NS_PER_MS
    measured = measure(task.sample, request["timing"], clock, report_of(emit), task.ready, end_ns)
    checking = progress_of(emit, "check")
    # Ends the window in which energy is counted.
    checking(0)
    parameters = {} if task.parameters is None else {"parameters": task.parameters}
    # Read before more is computed, which uses memory too.
    peak_memory = framework.peak_memory()
    proven = task.prove_wait(measured["samplesNs"][-1], clock)
    task.check_again(checking)
    proven += task.prove_work(median(measured["samplesNs"]) / task.passes, clock)
    steps_timed = (len(measured["samplesNs"]) + measured["samplesThinned"]) * task.passes
    whole = task.steps_per_epoch is None or steps_timed >= task.steps_per_epoch
    emit(
        {
            "type": "result",
            "engineVersion": framework.version(),
            "observed": {
                **framework.observed(),
                **observe_precision(framework),
                **parameters,
                "inputsKept": not task.naive,
            },
            "repetition": {
                "runIndex": request["runIndex"],
                "coldStartNs": cold_start_ns,
                **measured,
                "itemsPerSample": task.items_per_sample,
                "passNs": task.pass_ns,
                "convergence": None,
            },
            "check": with_comparisons(task.result(), proven),
            "peakMemory": peak_memory,
            "extrapolated": None
            if whole
            else {"stepsTimed": steps_timed, "stepsPerEpoch": task.steps_per_epoch},
        }
    )


def run_cell(
    request: Request, worker: Callable[[Cell], Framework], emit: Emit, clock: Clock | None = None
) -> None:
    """Sends one `result`. Raises on errors; raises `UnsupportedError` for what the framework can never compute."""
    framework = worker(request["cell"])
    run = run_convergence if request["cell"]["mode"] == "converge" else _run_task
    run(request, framework, emit, clock or Clock())
