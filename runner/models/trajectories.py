"""Computes the reference losses of trajectories.ts in float64, with NumPy alone and none of the runner's code.

    python3 runner/models/trajectories.py mnist-cnn|fashion-cnn|vgg16-cifar100

Prints the loss before each of the first five optimiser steps. VGG16 takes about a minute and 4 GB.
The integer recipe of weights and batches is that of generator.ts; a model is a list of layers as in its own file:
(conv, filters, kernel, same), (pool,), (flatten,), (dense, units, relu).
"""

import math
import sys

import numpy as np

SEED, BATCH, STEPS = 42, 16, 5
LABELS, PATTERN, NOISE = 0x10000001, 0x10000002, 0x10000003


def vgg_block(filters, convolutions):
    return [("conv", filters, 3, True)] * convolutions + [("pool",)]


MODELS = {
    "mnist-cnn": (28, 1, 10, "rmsprop", [
        ("conv", 32, 3, False), ("pool",), ("conv", 64, 3, False), ("pool",), ("conv", 64, 3, False),
        ("flatten",), ("dense", 64, True), ("dense", 10, False)]),
    "fashion-cnn": (28, 1, 10, "rmsprop", [
        ("conv", 64, 2, True), ("pool",), ("conv", 32, 2, True), ("pool",),
        ("flatten",), ("dense", 256, True), ("dense", 10, False)]),
    "vgg16-cifar100": (32, 3, 100, "adam", [
        *vgg_block(64, 2), *vgg_block(128, 2), *vgg_block(256, 3), *vgg_block(512, 3), *vgg_block(512, 3),
        ("flatten",), ("dense", 4096, True), ("dense", 4096, True), ("dense", 100, False)]),
}


def mix(values):
    x = np.asarray(values, dtype=np.uint64).astype(np.uint32)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x


def stream_key(stream):
    return mix([(int(mix([SEED])[0]) + stream) & 0xFFFFFFFF])[0]


def hashed(stream, count):
    return mix(mix(np.arange(count)) + stream_key(stream))


def uniform(stream, count):
    return (hashed(stream, count) >> np.uint32(8)) * 2.0**-24


def as_float32(values):
    return values.astype(np.float32).astype(np.float64)


def make_batch(side, channels, classes):
    labels = hashed(LABELS, BATCH) % np.uint32(classes)
    blocks = -(-side // 4)
    y, x = np.meshgrid(np.arange(side) // 4, np.arange(side) // 4, indexing="ij")
    places = (labels[:, None, None].astype(int) * blocks + y) * blocks + x
    pattern = uniform(PATTERN, classes * blocks * blocks * channels)[places[..., None] * channels + np.arange(channels)]
    noise = uniform(NOISE, pattern.size).reshape(pattern.shape)
    return as_float32((pattern + noise) / 2), labels


def make_weights(side, channels, layers):
    shape, weights = (side, side, channels), []

    def add(kernel_shape, fan_in, fan_out, relu):
        limit = math.sqrt(6 / (fan_in if relu else fan_in + fan_out))
        values = (2 * uniform(len(weights), math.prod(kernel_shape)) - 1) * limit
        weights.extend([as_float32(values).reshape(kernel_shape), np.zeros(kernel_shape[-1])])

    for layer in layers:
        if layer[0] == "conv":
            _, filters, kernel, same = layer
            add((kernel, kernel, shape[2], filters), kernel * kernel * shape[2], 0, True)
            lost = 0 if same else kernel - 1
            shape = (shape[0] - lost, shape[1] - lost, filters)
        elif layer[0] == "pool":
            shape = (shape[0] // 2, shape[1] // 2, shape[2])
        elif layer[0] == "flatten":
            shape = (math.prod(shape),)
        else:
            add((shape[0], layer[1]), shape[0], layer[1], layer[2])
            shape = (layer[1],)
    return weights


def conv(x, kernel, bias, same):
    size = kernel.shape[0]
    before = (size - 1) // 2 if same else 0
    after = size - 1 - before if same else 0
    padded = np.pad(x, ((0, 0), (before, after), (before, after), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2)).transpose(0, 1, 2, 4, 5, 3)
    columns = windows.reshape(-1, size * size * x.shape[3])
    y = np.maximum(columns @ kernel.reshape(-1, kernel.shape[3]) + bias, 0).reshape(*windows.shape[:3], -1)

    def backward(dy, needs_input):
        dy = dy * (y > 0)
        flat = dy.reshape(-1, kernel.shape[3])
        gradients = [(columns.T @ flat).reshape(kernel.shape), flat.sum(0)]
        if not needs_input:
            return None, gradients
        taps = (flat @ kernel.reshape(-1, kernel.shape[3]).T).reshape(*dy.shape[:3], size, size, x.shape[3])
        dx = np.zeros(padded.shape)
        for i in range(size):
            for j in range(size):
                dx[:, i : i + dy.shape[1], j : j + dy.shape[2]] += taps[:, :, :, i, j]
        return dx[:, before : before + x.shape[1], before : before + x.shape[2]], gradients

    return y, backward


def pool(x):
    n, height, width, channels = x.shape
    rows, columns = height // 2, width // 2
    windows = x[:, : rows * 2, : columns * 2].reshape(n, rows, 2, columns, 2, channels).transpose(0, 1, 3, 5, 2, 4)
    windows = windows.reshape(n, rows, columns, channels, 4)
    chosen = windows.argmax(-1)[..., None]

    def backward(dy, _):
        spread = np.zeros(windows.shape)
        np.put_along_axis(spread, chosen, dy[..., None], -1)
        dx = np.zeros(x.shape)
        spread = spread.reshape(n, rows, columns, channels, 2, 2).transpose(0, 1, 4, 2, 5, 3)
        dx[:, : rows * 2, : columns * 2] = spread.reshape(n, rows * 2, columns * 2, channels)
        return dx, []

    return windows.max(-1), backward


def dense(x, kernel, bias, relu):
    y = x @ kernel + bias
    y = np.maximum(y, 0) if relu else y

    def backward(dy, _):
        dy = dy * (y > 0) if relu else dy
        return dy @ kernel.T, [x.T @ dy, dy.sum(0)]

    return y, backward


def loss_and_gradients(layers, weights, inputs, labels):
    x, tape, used = inputs, [], 0
    for layer in layers:
        if layer[0] == "flatten":
            shape = x.shape
            x, backward = x.reshape(BATCH, -1), lambda dy, _, shape=shape: (dy.reshape(shape), [])
        elif layer[0] == "pool":
            x, backward = pool(x)
        else:
            step = conv if layer[0] == "conv" else dense
            x, backward = step(x, weights[used], weights[used + 1], layer[-1])
            used += 2
        tape.append(backward)
    logits = x - x.max(1, keepdims=True)
    log_sums = np.log(np.exp(logits).sum(1))
    loss = (log_sums - logits[np.arange(BATCH), labels]).mean()
    dy = np.exp(logits - log_sums[:, None])
    dy[np.arange(BATCH), labels] -= 1
    dy, gradients = dy / BATCH, []
    for index in reversed(range(len(tape))):
        dy, own = tape[index](dy, index > 0)
        gradients = own + gradients
    return loss, gradients


def main(name):
    side, channels, classes, optimizer, layers = MODELS[name]
    inputs, labels = make_batch(side, channels, classes)
    weights = make_weights(side, channels, layers)
    means = [np.zeros_like(w) for w in weights]
    squares = [np.zeros_like(w) for w in weights]
    print(f"{name}: {sum(w.size for w in weights):,} parameters")
    for step in range(1, STEPS + 1):
        loss, gradients = loss_and_gradients(layers, weights, inputs, labels)
        print(repr(float(loss)), flush=True)
        for i, g in enumerate(gradients):
            if optimizer == "adam":
                means[i] = 0.9 * means[i] + 0.1 * g
                squares[i] = 0.999 * squares[i] + 0.001 * g * g
                corrected = means[i] / (1 - 0.9**step), squares[i] / (1 - 0.999**step)
                weights[i] = weights[i] - 1e-4 * corrected[0] / (np.sqrt(corrected[1]) + 1e-7)
            else:
                squares[i] = 0.9 * squares[i] + 0.1 * g * g
                weights[i] = weights[i] - 1e-3 * g / np.sqrt(squares[i] + 1e-7)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in MODELS:
        sys.exit(f"trajectories.py: name one of {', '.join(MODELS)}")
    main(sys.argv[1])
