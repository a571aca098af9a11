"""For tests: steps on other gradients, or by another rule, than those of the net, on any framework. What the optimizer keeps
is consistent with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from faults_of_nets import Made, Step, counting, stepping

from trainmark.framework import Array, Network

Arrays = list[np.ndarray]
# Gets the gradients and the number of samples.
Change = Callable[[Arrays, int], Arrays]
Moments = list[tuple[np.ndarray, ...]]


def exact(arrays: Iterable[np.ndarray]) -> Arrays:
    return [np.array(values, np.float64) for values in arrays]


def gradients_of(rule: Any, start: Arrays, now: Arrays, old: Moments, new: Moments) -> Arrays:
    """Of a step, by what it did to the state; RMSprop keeps no signs, so by what it did to the weights."""
    if rule["kind"] == "adam":
        return [
            (moments[0] - rule["beta1"] * before[0]) / (1 - rule["beta1"])
            for before, moments in zip(old, new, strict=True)
        ]
    return [
        (was - is_now) * np.sqrt(squares + rule["epsilon"]) / rule["learningRate"]
        for was, is_now, (squares,) in zip(start, now, new, strict=True)
    ]


def advanced(rule: Any, moments: Moments, gradients: Arrays) -> Moments:
    if rule["kind"] == "rmsprop":
        rho = rule["rho"]
        return [(rho * old + (1 - rho) * g**2,) for (old,), g in zip(moments, gradients, strict=True)]
    one, two = rule["beta1"], rule["beta2"]
    return [
        (one * mean + (1 - one) * g, two * squares + (1 - two) * g**2)
        for (mean, squares), g in zip(moments, gradients, strict=True)
    ]


def moved(rule: Any, step: int, gradients: Arrays, moments: Moments, corrected: bool) -> Arrays:
    """What a step does to the weights."""
    rate, epsilon = rule["learningRate"], rule["epsilon"]
    if rule["kind"] == "rmsprop":
        pairs = zip(gradients, moments, strict=True)
        return [rate * g / np.sqrt(squares + epsilon) for g, (squares,) in pairs]
    one, two = (1 - rule[name] ** step if corrected else 1 for name in ("beta1", "beta2"))
    return [rate * (mean / one) / (np.sqrt(squares / two) + epsilon) for mean, squares in moments]


def steps_on(change: Change, corrected: bool = True) -> Made:
    def made(network: Network, rule: Any) -> Network:
        number, moments_of, restart = counting(network), network.moments, network.restart
        own: Moments = []

        def begin(seed: int) -> None:
            own.clear()
            restart(seed)

        def kept() -> Moments:
            return [tuple(exact(moments)) for moments in moments_of()]

        def edit(honest: Step) -> Step:
            def step(inputs: Array, labels: Array) -> Array:
                start, old = exact(network.weights()), kept()
                loss = honest(inputs, labels)
                new = kept()
                zeros = [tuple(np.zeros_like(values) for values in moments) for moments in new]
                # Some frameworks have no state before the first step.
                old = old if old[0] else zeros
                gradients = gradients_of(rule, start, exact(network.weights()), old, new)
                changed = change(gradients, len(labels))
                own[:] = advanced(rule, own or zeros, changed)
                moves = moved(rule, number(), changed, own, corrected)
                network.load([np.float32(was - move) for was, move in zip(start, moves, strict=True)])
                return loss

            return step

        network.restart = begin
        network.moments = lambda: iter(
            [tuple(map(np.float32, moments)) for moments in own] if own else moments_of()
        )
        return stepping(network, edit)

    return made


def of_array(at: int, change: Callable[[np.ndarray], np.ndarray]) -> Change:
    """Changes the gradient of one array."""

    def changed(gradients: Arrays, _: int) -> Arrays:
        made = list(gradients)
        made[at] = change(gradients[at])
        return made

    return changed


def clipped(gradients: Arrays, _: int) -> Arrays:
    norm = np.sqrt(sum(float((g**2).sum()) for g in gradients))
    return [g * min(1.0, 0.1 / norm) for g in gradients]


def last_unit_without(gradient: np.ndarray) -> np.ndarray:
    left = gradient.copy()
    left[..., -1] = 0
    return left


def largest_alone(gradient: np.ndarray) -> np.ndarray:
    return np.where(np.abs(gradient) < np.median(np.abs(gradient)), 0, gradient)


def unchanged(gradients: Sequence[np.ndarray], _: int) -> Arrays:
    return list(gradients)


# The last matrix, whose bias follows it.
LAST = -2

GRADIENTS: dict[str, Made] = {
    "steps by the rule": steps_on(unchanged),
    "gradients of the sum of losses": steps_on(lambda gradients, samples: [g * samples for g in gradients]),
    "clipped gradients": steps_on(clipped),
    "no gradient of one unit": steps_on(of_array(LAST, last_unit_without)),
    "the largest gradients alone": steps_on(of_array(LAST, largest_alone)),
    "no correction of Adam's means": steps_on(unchanged, corrected=False),
}
