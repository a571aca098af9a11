"""For tests: faults of the outputs of a net that a check has to find, on any framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from faults_of_nets import Made
from faults_of_operations import found_by_content, remembered, to_bits

from trainmark.framework import Array, Framework, Network


def outputs_remembered(network: Network, _: Any) -> Network:
    network.outputs = remembered(network.outputs)
    return network


def averages_ignored(network: Network, _: Any) -> Network:
    network.load_averages = lambda values: None
    return network


def first_outputs(framework: Framework) -> Callable[[Network, Any], Network]:
    def made(network: Network, _: Any) -> Network:
        honest = network.outputs

        def outputs(inputs: Array) -> Array:
            found = framework.download(honest(inputs[:2]))
            return framework.upload(np.resize(found, (len(inputs), *found.shape[1:])))

        network.outputs = outputs
        return network

    return made


def with_weights(change: Callable[[list[np.ndarray]], list[np.ndarray]]) -> Made:
    """Computes with other weights than those of a seed."""

    def made(network: Network, _: Any) -> Network:
        restart = network.restart

        def again(seed: int) -> None:
            restart(seed)
            network.load(change([np.array(values) for values in network.weights()]))

        network.restart = again
        return network

    return made


def of_8_bits(values: np.ndarray) -> np.ndarray:
    """Whole steps of a 127th of the largest value of each unit."""
    steps = np.abs(values).max(tuple(range(values.ndim - 1)), keepdims=True) / 127
    return np.float32(np.round(values / np.maximum(steps, 1e-30)) * steps) if values.ndim > 1 else values


def shared_weights(arrays: list[np.ndarray]) -> list[np.ndarray]:
    """Arrays of one shape are one array."""
    first: dict[tuple[int, ...], np.ndarray] = {}
    return [first.setdefault(values.shape, values) for values in arrays]


def outputs_one_call_late(network: Network, _: Any) -> Network:
    honest = network.outputs
    made: list[Array] = []

    def outputs(inputs: Array) -> Array:
        made.append(honest(inputs))
        return made[max(0, len(made) - 2)]

    network.outputs = outputs
    return network


def changed_outputs(
    framework: Framework, change: Callable[[np.ndarray], np.ndarray]
) -> Callable[[Network, Any], Network]:
    def made(network: Network, _: Any) -> Network:
        honest = network.outputs
        network.outputs = lambda inputs: framework.upload(
            change(np.array(framework.download(honest(inputs)), np.float32))
        )
        return network

    return made


def kept_outputs(framework: Framework) -> Made:
    def made(network: Network, _: Any) -> Network:
        network.outputs = found_by_content(framework, network.outputs)
        return network

    return made


def later_positions_left_out(outputs: np.ndarray) -> np.ndarray:
    outputs[:, 1:] = 0
    return outputs


INFERENCE: dict[str, Made] = {
    "outputs remembered": outputs_remembered,
    "running averages ignored": averages_ignored,
    "the outputs of the last call": outputs_one_call_late,
    "weights of 8 bits": with_weights(lambda arrays: list(map(of_8_bits, arrays))),
    "shared weights": with_weights(shared_weights),
}

# They need the framework.
OUTPUTS: dict[str, Callable[[Framework], Made]] = {
    "outputs of some samples": first_outputs,
    "outputs found by content": kept_outputs,
    "outputs of bfloat16": lambda framework: changed_outputs(framework, to_bits(16)),
    "outputs of TensorFloat-32": lambda framework: changed_outputs(framework, to_bits(13)),
    "outputs of the first position": lambda framework: changed_outputs(framework, later_positions_left_out),
}
