"""For tests: the reference of a small net is what a framework finds without a fault, with few samples; other tests compare
that with float64."""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np

from trainmark.check.generator import average_values, create_batch, net_values
from trainmark.check.gradient import GradientSample
from trainmark.check.training import TrainingCheck
from trainmark.framework import Framework, Network

# Samples of the reference; those of its outputs; random masks from which the loss with dropout is estimated.
BATCH, OUTPUTS, DRAWS = 4, 2, 40


def shares_of(network: Network, net: Any, rule: Any, exact: list[GradientSample]) -> list[float]:
    """How much of the gradients without dropout is in those of a step from the start values, by what it did to them."""
    moved = zip(net_values(net, 42), network.weights(), network.moments(), exact, strict=True)
    shares = []
    for start, now, (squares,), gradient in moved:
        found = ((start - now) * np.sqrt(squares + rule["epsilon"]) / rule["learningRate"]).reshape(-1)
        found = found[:: -(-found.size // len(gradient.spaced))]
        shares.append(float(found @ gradient.spaced / max(gradient.spaced @ gradient.spaced, 1e-30)))
    return shares


def dropout_of(
    framework: Framework, network: Network, check: TrainingCheck, batch: tuple[Any, Any]
) -> dict[str, Any]:
    losses, shares = [], []
    exact = check._gradients
    for _ in range(DRAWS):
        network.load(net_values(check._net, 42))
        losses.append(float(framework.download(network.train_step(*batch))))
        shares.append(shares_of(network, check._net, check._rule, exact))
    return {
        "loss": statistics.mean(losses),
        "deviation": statistics.stdev(losses),
        "shares": list(map(statistics.mean, zip(*shares, strict=True))),
        "shareDeviations": list(map(statistics.stdev, zip(*shares, strict=True))),
    }


def first_rows(outputs: np.ndarray) -> list[list[float]]:
    """Of every sample; of a sequence, the first position."""
    return (outputs if outputs.ndim == 2 else outputs[:, 0]).tolist()


def trained_reference(
    framework: Framework, reference: dict[str, Any], net: Any, rule: Any, cell: Any
) -> dict[str, Any]:
    network = framework.network(net, rule, 42)
    declaration = {"net": net, "optimizer": rule, "reference": reference}
    check = TrainingCheck(
        framework, network, {"cell": {**cell, "batchSize": BATCH}, "declaration": declaration}
    )
    batch = tuple(map(framework.upload, check._filled(BATCH, BATCH)))
    steps = check._first_steps(batch, 3, lambda _: None)
    # Rounding alone decides how smaller gradients move an array.
    least = 1e-6 * float(np.linalg.norm(steps.gradients))
    dropout = dropout_of(framework, network, check, batch) if check._rates else None
    return {
        "losses": steps.losses,
        "gradients": steps.gradients,
        "updates": [
            [
                norm if gradient > least else None
                for norm, gradient in zip(norms, steps.gradients, strict=True)
            ]
            for norms in steps.updates
        ],
        "directions": steps.directions,
        "averages": [float(np.linalg.norm(values)) for values in steps.averages],
        "dropout": dropout,
    }


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
        "directions": [],
        "directionTolerance": 1e-2,
        "updates": [[], []],
        "averages": [],
        "updateTolerances": [2e-3, 1e-2],
        "outputTolerance": 1e-4,
    }
    trained = {} if rule is None else trained_reference(framework, reference, net, rule, cell)
    used = framework.network(net, None, 42)
    averages = [average_values(42, number, channels) for number, channels in enumerate(net["averages"])]
    used.load_averages([values for pair in averages for values in pair])
    inputs, _ = create_batch(net, 42, 0, OUTPUTS)
    return {
        **reference,
        **trained,
        "outputs": first_rows(framework.download(used.outputs(framework.upload(inputs)))),
    }
