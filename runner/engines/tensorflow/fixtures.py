"""For tests: results of the TensorFlow interpreter, requested by `tensorflow.test.ts`."""

from __future__ import annotations

import json
import sys
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from framework import Worker, attention
from framework.layers import FusedBatchNormalization
from framework.optimizers import fused_updater
from framework.precision_policy import FIRST_SCALE, DynamicScaling
from trainmark.check.training import TrainingCheck
from trainmark.run import run_cell


def checked(cell: Any, declaration: Any, broken: bool) -> dict[str, Any]:
    """The training check; `broken` uses a relu that passes a hundredth of negative values."""
    relu = keras.activations.relu
    if broken:
        keras.activations.relu = lambda x: relu(x, negative_slope=1e-2)
    try:
        framework = Worker(cell)
        network = framework.network(declaration["net"], declaration["optimizer"], 1)
        check = TrainingCheck(framework, network, {"cell": cell, "declaration": declaration})
        check.before_loop(lambda host: tuple(map(framework.upload, host)), lambda _: None)
        return check.result()
    finally:
        keras.activations.relu = relu


def converged(request: Any) -> Any:
    """The result of a request that trains to a target."""
    messages: list[Any] = []
    run_cell(request, Worker, messages.append)
    return messages[-1]


def normalised(values: list[list[float]]) -> dict[str, Any]:
    """Running averages after one training step, and its outputs, with both kernels."""
    x = tf.constant(values, tf.float32)[:, None, None, :]
    layers = [
        kind(momentum=0.9, epsilon=1e-5)
        for kind in (keras.layers.BatchNormalization, FusedBatchNormalization)
    ]
    outputs = [layer(x, training=True).numpy() for layer in layers]
    return {
        "difference": float(np.abs(outputs[0] - outputs[1]).max()),
        "mean": layers[1].moving_mean.numpy().tolist(),
        "variance": layers[1].moving_variance.numpy().tolist(),
    }


def blocked(sequences: int, heads: int, length: int, width: int, block_bytes: int) -> float:
    """Largest difference between attention in blocks and attention at once."""
    shape = (3, sequences, heads, length, width)
    operands = list(tf.constant(np.random.default_rng(1).uniform(-1, 1, shape), tf.float32))
    whole = attention.attend_as_tutorial(*operands)
    return float(tf.reduce_max(tf.abs(attention.attend_in_blocks(*operands, block_bytes) - whole)))


def updated(rule: Any, start: float, gradients: list[float]) -> list[float]:
    """The array after each step."""
    array = tf.Variable([float(start)])
    updater = fused_updater([array], rule)
    values = []
    for gradient in gradients:
        updater.apply([tf.constant([gradient], tf.float32)], tf.constant(1.0))
        values.append(float(array.numpy()[0]))
    return values


def scaled(rule: Any, gradients: list[float]) -> list[list[float]]:
    """The array, and the ratio of the scale to its start value, after each step; 1e39 stands for infinite gradients."""
    array = tf.Variable([1.0])
    updater, scaling = fused_updater([array], rule), DynamicScaling()
    steps = []
    for gradient in gradients:
        updater.apply(*scaling.unscale([scaling.scale(tf.constant([gradient], tf.float32))]))
        steps.append([float(array.numpy()[0]), float(scaling.scale(tf.constant(1.0))) / FIRST_SCALE])
    return steps


ANSWERS = {
    "checked": checked,
    "converged": converged,
    "normalised": normalised,
    "blocked": blocked,
    "updated": updated,
    "scaled": scaled,
}

if __name__ == "__main__":
    print(json.dumps([ANSWERS[name](*asked) for name, *asked in json.load(sys.stdin)]))
