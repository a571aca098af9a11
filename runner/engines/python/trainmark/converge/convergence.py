"""Trains to a target accuracy: every epoch and its evaluation are timed."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Any

from trainmark.check.precision import observe_precision
from trainmark.check.shuffle import seed_of_run
from trainmark.converge.datasets import Dataset, generate_dataset, load_dataset
from trainmark.converge.feed import open_feed
from trainmark.converge.trainer import Trainer
from trainmark.framework import Framework
from trainmark.measure.clock import NS_PER_MS, Clock, watch_clock
from trainmark.protocol.declaration import Convergence, Request
from trainmark.protocol.protocol import Emit, Progress, UnsupportedError

# Shortest interval between messages: sending one takes time that is measured.
_REPORT_EVERY_NS = 500e6


def _reporter(emit: Emit, phase: str, clock: Clock) -> Progress:
    """Sends progress of one phase; the first message is sent at once."""
    started_ns = clock.now_ns()
    reported_ns = -_REPORT_EVERY_NS

    def report(fraction: float) -> None:
        nonlocal reported_ns
        elapsed_ns = clock.now_ns() - started_ns
        if elapsed_ns - reported_ns < _REPORT_EVERY_NS:
            return
        reported_ns = elapsed_ns
        # The maximum number of epochs is an upper bound; training may end earlier.
        known = phase == "measure" and fraction > 0
        remaining_ms = elapsed_ns / NS_PER_MS * (1 / fraction - 1) if known else None
        emit({"type": "progress", "phase": phase, "fraction": fraction, "remainingMs": remaining_ms})

    return report


def _open_dataset(data: dict[str, Any], plan: Convergence, progress: Progress) -> Dataset:
    folder = plan["dataFolder"]
    return generate_dataset(data, progress) if folder is None else load_dataset(data, Path(folder))


def _train_to_target(
    trainer: Trainer, plan: Convergence, clock: Clock, end_ns: float, progress: Progress
) -> tuple[list[dict[str, Any]], int]:
    """Runs epochs without stopping the clock, so that the samples add up to the time to the target. Evaluation is timed;
    loading, the first upload and compilation are not (methodology). No further epoch starts when the clock has passed
    `end_ns`. Returns them and the nanoseconds that they took together."""
    steps = trainer.train_steps + trainer.evaluate_steps
    epochs: list[dict[str, Any]] = []
    progress(0)
    check_clock = watch_clock(clock)
    began_ns = clock.now_ns()
    started_ns = began_ns

    def part(first: int, count: int) -> Progress:
        done = len(epochs)
        return lambda fraction: progress((done + (first + fraction * count) / steps) / plan["maxEpochs"])

    def is_done() -> bool:
        return bool(epochs) and (epochs[-1]["accuracy"] >= plan["target"] or started_ns >= end_ns)

    while len(epochs) < plan["maxEpochs"] and not is_done():
        loss = trainer.train_epoch(len(epochs), part(0, trainer.train_steps))
        trained_ns = clock.now_ns()
        accuracy = trainer.evaluate(part(trainer.train_steps, trainer.evaluate_steps))
        evaluated_ns = clock.now_ns()
        # A clock with a coarse resolution may not advance; the contract does not allow an empty epoch.
        train_ns, evaluate_ns = max(trained_ns - started_ns, 1), max(evaluated_ns - trained_ns, 1)
        epochs.append({"trainNs": train_ns, "evaluateNs": evaluate_ns, "loss": loss, "accuracy": accuracy})
        started_ns = evaluated_ns
    check_clock()
    return epochs, max(started_ns - began_ns, 1)


def run_convergence(request: Request, framework: Framework, emit: Emit, clock: Clock) -> None:
    """Trains until the accuracy reaches the target or the maximum of epochs is reached. Sends one `result` in either case;
    raises on errors."""
    declaration, plan = request["declaration"], request["convergence"]
    if declaration.get("data") is None:
        raise UnsupportedError(f"{request['cell']['workload']} (converge): there is no data set to train on")
    if plan is None:
        raise RuntimeError("convergence: training to a target needs one; set target and maxEpochs")
    seed = seed_of_run(request["seed"], request["runIndex"])
    loading = _reporter(emit, "load", clock)
    loading(0)
    dataset = _open_dataset(declaration["data"], plan, loading)
    shape = declaration["net"]["inputShape"]
    train, test = (open_feed(framework, samples, shape) for samples in (dataset.train, dataset.test))

    started_ns = clock.now_ns()
    trainer = Trainer(framework, request, seed, train, test)
    trainer.first_step()
    cold_start_ns = max(clock.now_ns() - started_ns, 1)

    trainer.prepare()
    trainer.check(_reporter(emit, "check", clock))
    end_ns = started_ns + request.get("budgetMs", inf) * NS_PER_MS
    epochs, elapsed_ns = _train_to_target(trainer, plan, clock, end_ns, _reporter(emit, "measure", clock))
    checking = _reporter(emit, "check", clock)
    # Ends the window in which energy is counted.
    checking(0)
    peak_memory = framework.peak_memory()
    check = trainer.check_again()
    convergence = {
        "target": plan["target"],
        "reached": epochs[-1]["accuracy"] >= plan["target"],
        "seed": seed,
        "dataSource": "generated" if plan["dataFolder"] is None else "official",
        "epochs": epochs,
    }
    repetition = {
        "runIndex": request["runIndex"],
        "coldStartNs": cold_start_ns,
        # A run to a target is not repeated: there is no warm-up that could be unsteady.
        "warmUpSteps": 0,
        "warmUpNs": 0,
        "steady": True,
        "samplesNs": [epoch["trainNs"] + epoch["evaluateNs"] for epoch in epochs],
        "samplesThinned": 0,
        "elapsedNs": elapsed_ns,
        "itemsPerSample": train.count,
        "convergence": convergence,
    }
    emit(
        {
            "type": "result",
            "engineVersion": framework.version(),
            "observed": {**framework.observed(), **observe_precision(framework)},
            "repetition": repetition,
            "check": check,
            "peakMemory": peak_memory,
            "extrapolated": None,
        }
    )
