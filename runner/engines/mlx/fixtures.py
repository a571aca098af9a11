"""For tests: a repetition with a deliberate fault, and plain steps beside compiled ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import mlx.core as mx
import mlx.optimizers
import numpy as np

from framework import Worker, device, layers, optimizers
from framework import worker as workers
from framework.network import MlxNetwork
from framework.precision_policy import DTYPES
from trainmark.check.generator import create_batch
from trainmark.run import run_cell


def break_border() -> None:
    """Puts the larger half of the zeros before the first row and column."""
    right = layers.same_border
    layers.same_border = lambda *sizes: right(*sizes)[::-1]


def break_optimizer() -> None:
    """Adds epsilon outside of the root, as MLX's RMSprop does."""
    optimizers.RootRmsProp = mlx.optimizers.RMSprop


def break_attention() -> None:
    """Omits the division by the root of the width."""
    workers.attend_fused = lambda q, k, v: mx.fast.scaled_dot_product_attention(q, k, v, scale=1)


BREAKS: dict[str | None, Callable[[], None]] = {
    None: lambda: None,
    "border": break_border,
    "optimizer": break_optimizer,
    "attention": break_attention,
}


def result_of(request: Any, breaks: str | None) -> Any:
    messages: list[Any] = []
    BREAKS[breaks]()
    run_cell(request, Worker, messages.append)
    return messages[-1]


def steps_of(
    net: Any, rule: Any, dtype: str, compiled: bool, scale: float | None, samples: int = 8
) -> dict[str, Any]:
    """Losses of three steps without dropout, then of two with it from the same weights, and the outputs after those."""
    device.choose("cpu")
    mx.enable_compile() if compiled else mx.disable_compile()
    network = MlxNetwork(net, rule, 5, DTYPES[dtype], True, compiled)
    if scale is not None:
        network._scale.state["scale"] = mx.array(scale)
    inputs, labels = map(mx.array, create_batch(net, 5, 0, samples))
    before = [np.array(weight) for weight in network._variables.weights]
    network.dropping = False
    checked = [network.train_step(inputs, labels).item() for _ in range(3)]
    moved = max(
        float(np.abs(np.array(new) - old).max())
        for new, old in zip(network._variables.weights, before, strict=True)
    )
    network.dropping = True
    network.restart(5)
    dropped = [network.train_step(inputs, labels).item() for _ in range(2)]
    outputs = np.array(network.outputs(inputs).astype(mx.float32))
    return {"checked": checked, "dropped": dropped, "outputs": outputs.tolist(), "moved": moved}


ACTIONS = {"result": result_of, "steps": steps_of, "compiles": device.compiles}

if __name__ == "__main__":
    asked = json.load(sys.stdin)
    print(json.dumps(ACTIONS[asked["do"]](**asked["with"])))
