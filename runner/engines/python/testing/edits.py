"""For tests: faults of a step, of outputs and of products that a check has to find, on any framework.

Every fault is made from what `trainmark/framework.py` declares, so that the list is the same for all engines. The reference
of the small net is what the framework finds without a fault, with few samples; other tests compare that with float64.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from trainmark.check.generator import average_values, create_batch, net_values
from trainmark.check.training import TrainingCheck
from trainmark.framework import Array, Framework, Network
from trainmark.run import run_cell

# Samples of the reference; those of its outputs; random masks from which the loss with dropout is estimated.
BATCH, OUTPUTS, DRAWS = 4, 2, 40

# From this batch on, faults appear that a check with few samples does not find.
FROM = 16

# Steps after which updates stop.
LAST = 5

# Copies that are made, so that the last one is of another source than the last pass.
LAST_COPY = 5

Step = Callable[[Array, Array], Array]


def stepping(network: Network, edit: Callable[[Step], Step]) -> Network:
    network.train_step = edit(network.train_step)
    return network


def gradients_reversed(network: Network, _: Any) -> Network:
    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            before = list(network.weights())
            loss = honest(inputs, labels)
            if len(labels) >= FROM:
                network.load(
                    [2 * old - new for old, new in zip(before, list(network.weights()), strict=True)]
                )
            return loss

        return step

    return stepping(network, edit)


def some_samples(network: Network, _: Any) -> Network:
    return stepping(network, lambda honest: lambda inputs, labels: honest(inputs[:BATCH], labels[:BATCH]))


def counting(network: Network) -> Callable[[], int]:
    """Gives each step its number since the last restart, from 1 on."""
    taken, restart = 0, network.restart

    def again(seed: int) -> None:
        nonlocal taken
        taken = 0
        restart(seed)

    def number() -> int:
        nonlocal taken
        taken += 1
        return taken

    network.restart = again
    return number


def seldom(updates: Callable[[int], bool]) -> Callable[[Network, Any], Network]:
    """Steps that report a loss and do nothing unless their number since the last restart says so."""

    def made(network: Network, _: Any) -> Network:
        number, last = counting(network), None

        def edit(honest: Step) -> Step:
            def step(inputs: Array, labels: Array) -> Array:
                nonlocal last
                taken = number()
                if last is None or updates(taken):
                    last = honest(inputs, labels)
                return last

            return step

        return stepping(network, edit)

    return made


def some_samples_later(network: Network, _: Any) -> Network:
    """As the check before the loop sees it, every step is right."""
    number = counting(network)

    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            some = number() > LAST
            return honest(inputs[:BATCH], labels[:BATCH]) if some else honest(inputs, labels)

        return step

    return stepping(network, edit)


def half_precision(network: Network, _: Any) -> Network:
    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            if len(labels) < FROM:
                return honest(inputs, labels)
            exact = list(network.weights())
            rounded = [(values.view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32) for values in exact]
            network.load(rounded)
            loss = honest(inputs, labels)
            moved = [new - old for new, old in zip(list(network.weights()), rounded, strict=True)]
            network.load([old + move for old, move in zip(exact, moved, strict=True)])
            return loss

        return step

    return stepping(network, edit)


def no_dropout(network: Network, _: Any) -> Network:
    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            asked, network.dropping = network.dropping, False
            loss = honest(inputs, labels)
            network.dropping = asked
            return loss

        return step

    return stepping(network, edit)


def epsilon_outside(network: Network, rule: Any) -> Network:
    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            before = list(network.weights())
            loss = honest(inputs, labels)
            moved = zip(before, list(network.weights()), list(network.moments()), strict=True)
            network.load(
                [
                    old
                    + (new - old) * np.sqrt(squares + rule["epsilon"]) / (np.sqrt(squares) + rule["epsilon"])
                    for old, new, (squares,) in moved
                ]
            )
            return loss

        return step

    return stepping(network, edit)


def remembered(compute: Callable[..., Array]) -> Callable[..., Array]:
    """Keeps the arrays, so that no other gets the identity of one."""
    found: dict[int, tuple[Any, Array]] = {}

    def cached(*arrays: Array) -> Array:
        key = id(arrays[-1])
        if key not in found:
            found[key] = (arrays, compute(*arrays))
        return found[key][1]

    return cached


# A result that is found takes this long, one that is not this much longer: whatever the machine, more than noise.
WORK_S = 0.03


def found_by_content(framework: Framework, compute: Callable[..., Array]) -> Callable[..., Array]:
    """Knows inputs by what they hold, so that other values in the same arrays are computed."""
    found: dict[bytes, Array] = {}

    def cached(*arrays: Array) -> Array:
        key = b"".join(framework.download(array).tobytes() for array in arrays)
        if key not in found:
            time.sleep(WORK_S)
            found[key] = compute(*arrays)
        return found[key]

    return cached


def loss_remembered(network: Network, _: Any) -> Network:
    return stepping(network, remembered)


def outputs_remembered(network: Network, _: Any) -> Network:
    network.outputs = remembered(network.outputs)
    return network


def averages_ignored(network: Network, _: Any) -> Network:
    network.load_averages = lambda values: None
    return network


def averages_kept(network: Network, _: Any) -> Network:
    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            kept = list(network.averages())
            loss = honest(inputs, labels)
            network.load_averages(kept)
            return loss

        return step

    return stepping(network, edit)


def equal_masks(network: Network, _: Any) -> Network:
    """The loss of a step from the same weights is that of the first."""
    seen: dict[bytes, Array] = {}

    def edit(honest: Step) -> Step:
        def step(inputs: Array, labels: Array) -> Array:
            weights = next(iter(network.weights())).tobytes() + bytes([int(network.dropping)])
            loss = honest(inputs, labels)
            return seen.setdefault(weights, loss) if len(labels) == BATCH or network.dropping else loss

        return step

    return stepping(network, edit)


def first_outputs(framework: Framework) -> Callable[[Network, Any], Network]:
    def made(network: Network, _: Any) -> Network:
        honest = network.outputs

        def outputs(inputs: Array) -> Array:
            found = framework.download(honest(inputs[:OUTPUTS]))
            return framework.upload(np.resize(found, (len(inputs), *found.shape[1:])))

        network.outputs = outputs
        return network

    return made


NETWORKS: dict[str, Callable[[Network, Any], Network]] = {
    "gradients reversed from a batch on": gradients_reversed,
    "some samples of a batch": some_samples,
    "some samples after some steps": some_samples_later,
    "every second step skipped": seldom(lambda step: step % 2 == 1),
    "every ninth step skipped": seldom(lambda step: step % 9 != 0),
    "half precision from a batch on": half_precision,
    "no dropout": no_dropout,
    "no update after some steps": seldom(lambda step: step <= LAST),
    "epsilon outside of the root": epsilon_outside,
    "losses remembered": loss_remembered,
    "outputs remembered": outputs_remembered,
    "running averages ignored": averages_ignored,
    "running averages kept": averages_kept,
    "equal masks of dropout": equal_masks,
}


Copier = Callable[[Array], Array]


def half_copied(framework: Framework, copy: Copier) -> Copier:
    def half(source: Array) -> Array:
        copied = np.array(framework.download(copy(source)))
        copied[len(copied) // 2 :] = 0
        return framework.operand(copied)

    return half


def remembered_copies(framework: Framework, copy: Copier) -> Copier:
    """Of their own memory: a framework may overwrite or give away that of the last copy."""
    return remembered(lambda source: framework.operand(np.array(framework.download(copy(source)))))


def seldom_copied(_: Framework, copy: Copier) -> Copier:
    made: list[Array] = []

    def copied(source: Array) -> Array:
        if len(made) < LAST_COPY:
            made.append(copy(source))
        return made[-1]

    return copied


COPIERS: dict[str, Callable[[Framework, Copier], Copier]] = {
    "products remembered": remembered_copies,
    "half of a copy": half_copied,
    "no copy after some passes": seldom_copied,
}


def late(framework: Framework) -> None:
    """Work that goes on after the wait, until something is read."""
    pending, download, multiplier = 0, framework.download, framework.multiplier

    def multiply() -> Callable[[Array, Array], Array]:
        honest = multiplier()

        def product(*arrays: Array) -> Array:
            nonlocal pending
            pending += 1
            return honest(*arrays)

        return product

    def read(array: Array) -> np.ndarray:
        nonlocal pending
        time.sleep(WORK_S if pending > 0 else 0)
        pending = 0
        return download(array)

    framework.multiplier, framework.download = multiply, read


def with_rate(layer: Any) -> Any:
    return {**layer, "rate": 0.4} if layer["kind"] == "dropout" else layer


def with_momentum(layer: Any) -> Any:
    return {**layer, "momentum": 0.92} if layer["kind"] == "batch-norm" else layer


def edited(worker: Callable[[Any], Framework], edit: str) -> Callable[[Any], Framework]:
    """A worker with a fault."""

    def create(cell: Any) -> Framework:
        framework = worker(cell)
        build = framework.network

        def network(net: Any, rule: Any, seed: int) -> Network:
            if edit == "another learning rate" and rule is not None:
                rule = {**rule, "learningRate": 1.05 * rule["learningRate"]}
            if edit == "another momentum":
                net = {**net, "layers": [with_momentum(layer) for layer in net["layers"]]}
            if edit == "another rate of dropout":
                net = {**net, "layers": [with_rate(layer) for layer in net["layers"]]}
            made = first_outputs(framework) if edit == "outputs of some samples" else NETWORKS.get(edit)
            built = build(net, rule, seed)
            return made(built, rule) if made else built

        framework.network = network
        if edit == "products remembered":
            multiplier, attention = framework.multiplier, framework.attention
            framework.multiplier = lambda: remembered(multiplier())
            framework.attention = lambda: remembered(attention())
        if edit == "products found by content":
            honest = framework.multiplier
            framework.multiplier = lambda: found_by_content(framework, honest())
        if edit == "no wait":
            late(framework)
        if edit in COPIERS:
            copier = framework.copier
            framework.copier = lambda: COPIERS[edit](framework, copier())
        return framework

    return create


def reference_of(framework: Framework, net: Any, rule: Any, cell: Any) -> dict[str, Any]:
    """Of the framework itself, with the bounds that float32 has for small nets."""
    reference: dict[str, Any] = {
        "seed": 42,
        "steps": 3,
        "net": net,
        "batch": BATCH,
        "sequenceLength": None,
        "firstLossTolerance": 1e-4,
        "lossTolerance": 5e-3,
        "gradientTolerance": 1e-3,
        "leastGradient": 1e-3,
        "updates": [[], []],
        "averages": [],
        "updateTolerances": [2e-3, 1e-2],
        "outputTolerance": 1e-4,
    }
    network = framework.network(net, rule, 42)
    declaration = {"net": net, "optimizer": rule, "reference": reference}
    check = TrainingCheck(
        framework, network, {"cell": {**cell, "batchSize": BATCH}, "declaration": declaration}
    )
    batch = tuple(map(framework.upload, check._filled(BATCH, BATCH)))
    steps = check._first_steps(batch, 3, lambda _: None)
    losses = []
    for _ in range(DRAWS):
        network.load(net_values(net, 42))
        losses.append(float(framework.download(network.train_step(*batch))))
    used = framework.network(net, None, 42)
    averages = [average_values(42, number, channels) for number, channels in enumerate(net["averages"])]
    used.load_averages([values for pair in averages for values in pair])
    inputs, _ = create_batch(net, 42, 0, OUTPUTS)
    return {
        **reference,
        "losses": steps.losses,
        "gradients": steps.gradients,
        "updates": steps.updates,
        "averages": [float(np.linalg.norm(values)) for values in steps.averages],
        "dropout": {"loss": statistics.mean(losses), "deviation": statistics.stdev(losses)},
        "outputs": framework.download(used.outputs(framework.upload(inputs))).tolist(),
    }


def failing(worker: Callable[[Any], Framework], request: Any, edit: str) -> list[str]:
    """The comparisons that find a fault."""
    messages: list[Any] = []
    run_cell(request, edited(worker, edit), messages.append)
    check = messages[-1]["check"]
    failed = [one["of"] for one in check["comparisons"] if one["error"] > one["tolerance"]]
    if check["passed"] != (failed == []):
        raise AssertionError(check)
    return failed


def main(engine: str, net: Any, rule: Any, asked: list[tuple[str, Any]]) -> list[list[str]]:
    """`asked` are faults and requests; the declaration of a net is completed here."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / engine))
    worker = importlib.import_module("framework").Worker
    references: dict[str, Any] = {}
    found = []
    for edit, request in asked:
        if request["declaration"] is None:
            recipe = request["cell"]["recipe"]
            if recipe not in references:
                references[recipe] = reference_of(worker(request["cell"]), net, rule, request["cell"])
            request["declaration"] = {
                "kind": "model",
                "net": net,
                "optimizer": rule,
                "stepsPerEpoch": None,
                "batches": 2,
                "reference": references[recipe],
            }
        found.append(failing(worker, request, edit))
    return found


if __name__ == "__main__":
    print(json.dumps(main(**json.load(sys.stdin))))
