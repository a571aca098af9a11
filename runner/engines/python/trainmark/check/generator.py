"""Weights and batches from one counter-based hash, bit-identical to `runner/models/generator.ts`, which documents it.

Values are computed in blocks that fit a cache: 67 million take a second and no memory beyond the result.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from trainmark.protocol.declaration import Net, Weight

LABEL_STREAM = 0x1000_0001
PATTERN_STREAM = 0x1000_0002
NOISE_STREAM = 0x1000_0003
# Matrix m of `matmul` uses stream MATRIX_STREAM + m; operand r of attention's set s uses OPERAND_STREAM + 3 s + r.
MATRIX_STREAM = 0x2000_0000
OPERAND_STREAM = 0x3000_0000
# Column j of the products of pair p has sign j of SUM_STREAM + p.
SUM_STREAM = 0x5000_0000
# The first position of a turned sequence is drawn from this stream.
TURN_STREAM = 0x5800_0000
# Source s of `copy` uses COPY_STREAM + s.
COPY_STREAM = 0x4000_0000
AVERAGE_STREAM = 0x6000_0000
# Signs k of array a use SIGN_STREAM + SIGN_SETS a + k.
SIGN_STREAM = 0x7000_0000
SIGN_SETS = 4

_PATTERN_BLOCK = 4
_CLASS_WORDS = 32
_WORD = 0xFFFF_FFFF
_UNIT = 2.0**-24
# 2^32 divided by the golden ratio.
_SPREAD = 0x9E3779B1
_BLOCK = 1 << 16

# Values that one thread fills at a time, and the most threads: more would wait for Python's lock.
_LARGE, _MOST_THREADS = 1 << 20, 8


def mix(value: int) -> int:
    """Bijective mixer of a 32-bit integer."""
    x = value & _WORD
    x ^= x >> 16
    x = x * 0x7FEB352D & _WORD
    x ^= x >> 15
    x = x * 0x846CA68B & _WORD
    return x ^ x >> 16


def stream_key(seed: int, stream: int) -> int:
    return mix(mix(seed) + stream)


def _mix_all(x: np.ndarray) -> None:
    """`mix` of uint32 values, in place."""
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)


def bits_at(key: int, places: np.ndarray) -> np.ndarray:
    """The hash of each position (any integers, taken modulo 2^32), as uint32 of the same shape."""
    x = (places & _WORD).astype(np.uint32) if places.dtype != np.uint32 else places.copy()
    _mix_all(x)
    x += np.uint32(key)
    _mix_all(x)
    return x


def bits(key: int, start: int, count: int) -> np.ndarray:
    """The hash of `count` consecutive positions, as uint32."""
    values = np.empty(count, np.uint32)
    for at in range(0, count, _BLOCK):
        part = np.arange(start + at, start + min(at + _BLOCK, count), dtype=np.int64)
        values[at : at + _BLOCK] = bits_at(key, part)
    return values


def uniform_at(key: int, places: np.ndarray) -> np.ndarray:
    """Multiples of 2^-24 in [0, 1), as float64."""
    return (bits_at(key, places) >> np.uint32(8)) * _UNIT


def _blocks(start: int, count: int) -> Iterator[tuple[slice, np.ndarray]]:
    for at in range(0, count, _BLOCK):
        end = min(at + _BLOCK, count)
        yield slice(at, end), np.arange(start + at, start + end, dtype=np.int64)


def sign_bits(seed: int, array: int, set_number: int, count: int) -> np.ndarray:
    """Whether each element of an array has the sign +1, not -1, in one of its `SIGN_SETS` sets: one bit of a hash each."""
    key = stream_key(seed, SIGN_STREAM + SIGN_SETS * array + set_number)
    words = bits(key, 0, -(-count // 32)).astype("<u4")
    return np.unpackbits(words.view(np.uint8), count=count, bitorder="little")


def average_values(seed: int, number: int, channels: int) -> tuple[np.ndarray, np.ndarray]:
    """Running mean in [-0.25, 0.25) and variance in [0.5, 1.5) of batch normalization `number`, for checks."""
    key = AVERAGE_STREAM + 2 * number
    variance = uniform_array(stream_key(seed, key + 1), channels, 0.5) + np.float32(1)
    return uniform_array(stream_key(seed, key), channels, 0.25), variance


def _fill(values: np.ndarray, key: int, limit: float, start: int) -> None:
    for part, places in _blocks(start, len(values)):
        uniform = uniform_at(key, places)
        uniform *= 2
        uniform -= 1
        uniform *= limit
        values[part] = uniform


def uniform_array(key: int, count: int, limit: float, start: int = 0) -> np.ndarray:
    """Values in [-limit, limit) as float32, from position `start` on. Large arrays are filled by several threads, because
    a check generates the weights of a net several times."""
    values = np.empty(count, np.float32)
    parts = [(values[first : first + _LARGE], start + first) for first in range(0, count, _LARGE)]
    if len(parts) < 2:
        _fill(values, key, limit, start)
    else:
        with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
            for filled in [threads.submit(_fill, part, key, limit, first) for part, first in parts]:
                filled.result()
    return values


def copy_values(seed: int, source: int, first: int, count: int) -> np.ndarray:
    """Values of a source of `copy` from a place on, by the rule in `runner/workloads/copy.ts`."""
    values = np.empty(count, np.float32)
    key = np.uint32(stream_key(seed, COPY_STREAM + source))
    for part, places in _blocks(first, count):
        mixed = (places & _WORD).astype(np.uint32)
        mixed *= np.uint32(_SPREAD)
        mixed += key
        mixed >>= np.uint32(8)
        values[part] = mixed * _UNIT
    return values


def weight_values(weight: Weight, seed: int, number: int) -> np.ndarray:
    """Start values of the weight at an index of `net.weights`."""
    shape, start = weight["shape"], weight["start"]
    if start["kind"] == "constant":
        return np.full(shape, start["value"], np.float32)
    return uniform_array(stream_key(seed, number), math.prod(shape), start["limit"]).reshape(shape)


def net_values(net: Net, seed: int) -> Iterator[np.ndarray]:
    """Yields the start values of every weight; only one array exists at a time if the caller keeps none."""
    return (weight_values(weight, seed, number) for number, weight in enumerate(net["weights"]))


def _labels(net: Net, seed: int, first: int, count: int) -> np.ndarray:
    random = bits(stream_key(seed, LABEL_STREAM), first, count)
    return (random % np.uint32(net["classes"] or 1)).astype(np.int32)


def _images(shape: list[int], seed: int, first: int, labels: np.ndarray) -> np.ndarray:
    height, width, channels = shape
    rows = np.arange(height) // _PATTERN_BLOCK
    columns = np.arange(width) // _PATTERN_BLOCK
    blocks_y, blocks_x = rows[-1] + 1, columns[-1] + 1
    pattern_key, noise_key = stream_key(seed, PATTERN_STREAM), stream_key(seed, NOISE_STREAM)
    place = (rows[:, None, None] * blocks_x + columns[None, :, None]) * channels + np.arange(channels)
    class_size = int(blocks_y * blocks_x * channels)
    patterns = {
        int(label): uniform_at(pattern_key, label * class_size + np.arange(class_size))[place]
        for label in np.unique(labels)
    }
    size = height * width * channels
    values = np.empty((len(labels), size), np.float32)
    for at, label in enumerate(labels):
        pattern = patterns[int(label)].reshape(-1)
        for part, places in _blocks((first + at) * size, size):
            values[at, part] = (pattern[part] + uniform_at(noise_key, places)) / 2
    return values.reshape(len(labels), *shape)


def _tokens(length: int, vocabulary: int, seed: int, first: int, labels: np.ndarray) -> np.ndarray:
    random = bits(stream_key(seed, NOISE_STREAM), first * length, len(labels) * length)
    choice = random >> np.uint32(1)
    word = np.repeat(labels, length).astype(np.int64) * _CLASS_WORDS + choice % np.uint32(_CLASS_WORDS)
    of_class = bits_at(stream_key(seed, PATTERN_STREAM), word) % np.uint32(vocabulary)
    tokens = np.where(random % np.uint32(2) == 0, choice % np.uint32(vocabulary), of_class)
    return tokens.astype(np.int32).reshape(len(labels), length)


def create_batch(net: Net, seed: int, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Samples `first` to `first + count - 1`: inputs [count, *inputShape] (float32, or int32 tokens), int32 labels."""
    labels = _labels(net, seed, first, count)
    shape, source = net["inputShape"], net["input"]
    if source["kind"] == "image":
        return _images(shape, seed, first, labels), labels
    if source["kind"] == "tokens":
        return _tokens(shape[0], source["vocabulary"], seed, first, labels), labels
    size = math.prod(shape)
    values = uniform_array(stream_key(seed, NOISE_STREAM), count * size, 1, first * size)
    return values.reshape(count, *shape), labels
