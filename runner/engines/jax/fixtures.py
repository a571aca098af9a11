"""For tests: results of the interpreter, and results of the checks for deliberate faults."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from typing import Any
from unittest import mock

import jax
import jax.numpy as jnp
import numpy as np

from framework import Worker, layers, network, optimizers, precision_policy
from framework.attention import attend_as_tutorial, attend_in_blocks
from framework.network import JaxNetwork
from trainmark.check.generator import create_batch, net_values
from trainmark.check.gradient import first_gradients
from trainmark.run import run_cell

# Object, attribute, and its replacement.
Patch = tuple[Any, str, Any]


def wrong_rate() -> list[Patch]:
    create = optimizers.create_update
    return [
        (
            optimizers,
            "create_update",
            lambda rule: create({**rule, "learningRate": rule["learningRate"] * 1.1}),
        )
    ]


def wrong_epsilon() -> list[Patch]:
    """Adds epsilon outside of the root, as Optax does by default."""

    def create(rule: Any) -> Any:
        def update(weights: Any, state: Any, gradients: Any) -> Any:
            squares = optimizers._mix(rule["rho"], state["squares"], [g * g for g in gradients])
            moved = [
                w - rule["learningRate"] * g / (jnp.sqrt(s) + rule["epsilon"])
                for w, g, s in zip(weights, gradients, squares, strict=True)
            ]
            return moved, {"squares": squares}

        return update

    return [(optimizers, "create_update", create)]


def wrong_rounding() -> list[Patch]:
    """Drops the bits of the operands of products that TensorFloat-32 drops."""

    def rounded(x: jax.Array) -> jax.Array:
        return x + jax.lax.stop_gradient(jax.lax.reduce_precision(x, 8, 10) - x)

    linear, convolve = layers.linear, layers.convolve
    return [
        (layers, "linear", lambda x, kernel, bias: linear(rounded(x), rounded(kernel), bias)),
        (layers, "convolve", lambda x, filters, *rest: convolve(rounded(x), rounded(filters), *rest)),
        (Worker, "multiplier", lambda _: lambda left, right: rounded(left) @ rounded(right)),
    ]


def wrong_gradient() -> list[Patch]:
    """Makes the gradient of the last bias too large by a twentieth, which an adaptive optimizer hides."""
    unscaled = precision_policy.unscaled

    def broken(gradients: Any, scale: Any) -> Any:
        *most, last = unscaled(gradients, scale)
        return [*most, last * 1.05]

    return [(precision_policy, "unscaled", broken)]


def wrong_attention() -> list[Patch]:
    """Attention without the division by the root of the width."""

    def attend(query: jax.Array, key: jax.Array, value: jax.Array) -> jax.Array:
        return jax.nn.softmax(query @ key.swapaxes(-1, -2)) @ value

    return [(Worker, "attention", lambda _: attend), (network, "attend_as_tutorial", attend)]


def one_pool() -> list[Patch]:
    """Not a fault: both recipes use the same max pooling, after which their results agree to the last bit."""
    return [(network, "cut_max_pool", layers.stock_max_pool)]


BREAKS = {
    "nothing": list,
    "pool": one_pool,
    "rate": wrong_rate,
    "epsilon": wrong_epsilon,
    "rounding": wrong_rounding,
    "gradient": wrong_gradient,
    "attention": wrong_attention,
}


def of_layers(cell: Any, net: Any, optimizer: Any, seed: int, count: int) -> dict[str, Any]:
    worker = Worker(cell)
    inputs, labels = map(worker.upload, create_batch(net, seed, 0, count))
    made = worker.network(net, optimizer, seed)
    outputs = worker.download(made.outputs(inputs)).reshape(-1).tolist()
    made.dropping = False
    loss = float(worker.download(made.train_step(inputs, labels)))
    norms = [one.norm for one in first_gradients(made, optimizer, seed, net_values(net, seed))]
    after = worker.download(made.outputs(inputs)).reshape(-1).tolist()
    return {"outputs": outputs, "loss": loss, "norms": norms, "outputsAfterStep": after}


def broken(request: Any, name: str) -> Any:
    """The result of a request with a deliberate fault."""
    messages: list[Any] = []
    with ExitStack() as stack:
        for patch in BREAKS[name]():
            stack.enter_context(mock.patch.object(*patch))
        run_cell(request, Worker, messages.append)
    return messages[-1]


def dropped(rate: float, count: int, half: bool, generator: str) -> dict[str, Any]:
    """Dropout of ones: the share that is kept, and the values of those."""
    ones = jnp.ones(count, jnp.bfloat16 if half else jnp.float32)
    out = np.asarray(layers.drop(ones, rate, jax.random.key(1, impl=generator)).astype(jnp.float32))
    kept = out[out != 0]
    return {"share": len(kept) / count, "values": np.unique(kept).tolist()}


def steps(cell: Any, net: Any, optimizer: Any, scale: float | None) -> dict[str, Any]:
    """Losses of two steps with dropout from the same weights, of two without, and how far a step moves a weight."""
    worker = Worker(cell)
    inputs, labels = map(worker.upload, create_batch(net, 5, 0, 8))
    made: JaxNetwork = worker.network(net, optimizer, 5)
    dropping, plain = [], []
    for _ in range(2):
        dropping.append(float(made.train_step(inputs, labels)))
        made.state["weights"] = worker.network(net, optimizer, 5).state["weights"]
    made.dropping = False
    made.restart(5)
    if scale is not None:
        made.state["scale"]["scale"] = worker.upload(np.float32(scale))
    before = [np.array(weight) for weight in made.state["weights"]]
    plain = [float(made.train_step(inputs, labels)) for _ in range(2)]
    after = made.state["weights"]
    moved = max(float(np.abs(new - old).max()) for new, old in zip(after, before, strict=True))
    left = float(made.state["scale"]["scale"]) if scale is not None else None
    return {"dropping": dropping, "plain": plain, "moved": moved, "scale": left}


def blocked(sequences: int, heads: int, length: int, width: int, block_bytes: int) -> float:
    """Largest difference between attention in blocks and attention at once."""
    shape = (3, sequences, heads, length, width)
    operands = jnp.array(np.random.default_rng(1).uniform(-1, 1, shape), jnp.float32)
    whole = attend_as_tutorial(*operands)
    return float(jnp.abs(attend_in_blocks(*operands, block_bytes) - whole).max())


def updated(rule: Any, start: float, gradients: list[float]) -> list[float]:
    """The value after each step."""
    weights = [jnp.array([start], jnp.float32)]
    update, state = optimizers.create_update(rule), optimizers.start(rule, weights)
    values = []
    for gradient in gradients:
        weights, state = update(weights, state, [jnp.array([gradient], jnp.float32)])
        values.append(float(weights[0][0]))
    return values


ANSWERS = {
    "layers": of_layers,
    "broken": broken,
    "dropped": dropped,
    "steps": steps,
    "blocked": blocked,
    "updated": updated,
}

if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answer = ANSWERS[asked["ask"]]
    print(json.dumps([answer(*question) for question in asked["questions"]]))
