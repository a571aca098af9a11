"""For tests: faults of the steps and outputs of a net that a check has to find, on any framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from faults_of_operations import remembered

from trainmark.framework import Array, Network

# From this batch on, faults appear that a check with few samples does not find.
FROM = 16

# Steps after which updates stop.
LAST = 5

# Samples that are computed where not all are: those of the reference.
FEW = 4

Step = Callable[[Array, Array], Array]
Made = Callable[[Network, Any], Network]


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
    return stepping(network, lambda honest: lambda inputs, labels: honest(inputs[:FEW], labels[:FEW]))


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
            return honest(inputs[:FEW], labels[:FEW]) if some else honest(inputs, labels)

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


def loss_remembered(network: Network, _: Any) -> Network:
    return stepping(network, remembered)


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
            return seen.setdefault(weights, loss) if len(labels) == FEW or network.dropping else loss

        return step

    return stepping(network, edit)


def after_step(
    change: Callable[[Network, list[np.ndarray], list[np.ndarray], Any], list[np.ndarray]],
) -> Made:
    """Weights that are changed after each step; `change` gets the network, those before and after it, and the rule."""

    def made(network: Network, rule: Any) -> Network:
        def edit(honest: Step) -> Step:
            def step(inputs: Array, labels: Array) -> Array:
                before = [np.array(values) for values in network.weights()]
                loss = honest(inputs, labels)
                after = [np.array(values) for values in network.weights()]
                network.load(change(network, before, after, rule))
                return loss

            return step

        return stepping(network, edit)

    return made


def decayed(_: Network, before: list[np.ndarray], after: list[np.ndarray], rule: Any) -> list[np.ndarray]:
    share = np.float32(0.01 * rule["learningRate"])
    return [new - share * old for old, new in zip(before, after, strict=True)]


def vectors_decayed(
    network: Network, before: list[np.ndarray], after: list[np.ndarray], rule: Any
) -> list[np.ndarray]:
    pairs = zip(after, decayed(network, before, after, rule), strict=True)
    return [new if new.ndim > 1 else less for new, less in pairs]


def last_reversed(_: Network, before: list[np.ndarray], after: list[np.ndarray], __: Any) -> list[np.ndarray]:
    return [*after[:-1], 2 * before[-1] - after[-1]]


def after_some_steps(edit: Made) -> Made:
    """Honest until some steps after a restart."""

    def made(network: Network, rule: Any) -> Network:
        number, honest = counting(network), network.train_step
        edited = edit(network, rule).train_step

        def step(inputs: Array, labels: Array) -> Array:
            return (edited if number() > LAST else honest)(inputs, labels)

        network.train_step = step
        return network

    return made


def last_mixed_up(_: Network, before: list[np.ndarray], after: list[np.ndarray], __: Any) -> list[np.ndarray]:
    """The steps of the last matrix are in another order."""
    moved = after[-2] - before[-2]
    return [*after[:-2], before[-2] + np.roll(moved, 1, 0), after[-1]]


def reversed_with_dropout(
    network: Network, before: list[np.ndarray], after: list[np.ndarray], _: Any
) -> list[np.ndarray]:
    if not network.dropping:
        return after
    return [2 * old - new for old, new in zip(before, after, strict=True)]


def kept_with_dropout(
    network: Network, before: list[np.ndarray], after: list[np.ndarray], _: Any
) -> list[np.ndarray]:
    return [before[0], *after[1:]] if network.dropping else after


def other_labels(network: Network, _: Any) -> Network:
    def edit(honest: Step) -> Step:
        made: list[Array] = []

        def step(inputs: Array, labels: Array) -> Array:
            made.append(labels)
            return honest(inputs, made[max(0, len(made) - 2)])

        return step

    return stepping(network, edit)


def loss_of_last_step(network: Network, _: Any) -> Network:
    def edit(honest: Step) -> Step:
        made: list[Array] = []

        def step(inputs: Array, labels: Array) -> Array:
            made.append(honest(inputs, labels))
            return made[max(0, len(made) - 2)]

        return step

    return stepping(network, edit)


def inputs_of_first_call(network: Network, _: Any) -> Network:
    """Of each number of samples."""
    kept: dict[int, Array] = {}
    step, outputs = network.train_step, network.outputs
    network.train_step = lambda inputs, labels: step(kept.setdefault(len(inputs), inputs), labels)
    network.outputs = lambda inputs: outputs(kept.setdefault(len(inputs), inputs))
    return network


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
    "running averages kept": averages_kept,
    "equal masks of dropout": equal_masks,
    "weights that decay": after_step(decayed),
    "vectors that decay": after_step(vectors_decayed),
    "steps of one array reversed": after_step(last_reversed),
    "steps of one array reversed after some": after_some_steps(after_step(last_reversed)),
    "steps of one array mixed up after some": after_some_steps(after_step(last_mixed_up)),
    "steps of one array mixed up": after_step(last_mixed_up),
    "steps reversed with dropout": after_step(reversed_with_dropout),
    "one array not updated with dropout": after_step(kept_with_dropout),
    "labels of the last step": other_labels,
    "the loss of the last step": loss_of_last_step,
    "the inputs of the first call": inputs_of_first_call,
}
