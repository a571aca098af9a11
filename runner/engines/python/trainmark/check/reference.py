"""Rows of products and of attention in float64, directly from the hash: needs no copy of the operands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from trainmark.check.generator import (
    MATRIX_STREAM,
    OPERAND_STREAM,
    SUM_STREAM,
    bits,
    stream_key,
    uniform_array,
)

# Values of a matrix that are held in memory at a time.
_BLOCK = 1 << 22


def _row(key: int, row: int, width: int) -> np.ndarray:
    return uniform_array(key, width, 1, row * width).astype(np.float64)


def matrix_key(seed: int, pair: int, side: int) -> int:
    """Values of the left (0) or right (1) matrix of a pair."""
    return stream_key(seed, MATRIX_STREAM + 2 * pair + side)


def product_rows(seed: int, pair: int, size: int, rows: Sequence[int]) -> np.ndarray:
    """Rows of the product of a pair of matrices [size, size]."""
    left = np.stack([_row(matrix_key(seed, pair, 0), row, size) for row in rows])
    right_key = matrix_key(seed, pair, 1)
    sums = np.zeros((len(rows), size))
    for first, count in _row_blocks(size):
        right = uniform_array(right_key, count * size, 1, first * size).reshape(count, size)
        sums += left[:, first : first + count] @ right.astype(np.float64)
    return sums


def row_sum_errors(
    seed: int,
    pair: int,
    operands: Sequence[np.ndarray],
    read: Callable[[np.ndarray], np.ndarray],
) -> list[float]:
    """The error of each row of a product by its sum with random signs; `read` gives some rows. The rule is in
    `runner/workloads/product-sums.ts`."""
    left, right = operands
    size = len(left)
    signs = np.where(bits(stream_key(seed, SUM_STREAM + pair), 0, size) & 1, 1.0, -1.0)
    expected = _times(left, _times(right, signs))
    errors: list[float] = []
    for first, count in _row_blocks(size):
        found = read(np.arange(first, first + count, dtype=np.int32)).astype(np.float64) @ signs
        errors += (np.abs(found - expected[first : first + count]) / size).tolist()
    return errors


def _times(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    parts = [matrix[at : at + count].astype(np.float64) @ vector for at, count in _row_blocks(len(vector))]
    return np.concatenate(parts)


def _row_blocks(size: int) -> Iterator[tuple[int, int]]:
    step = max(1, _BLOCK // size)
    for first in range(0, size, step):
        yield first, min(step, size - first)


def operand_key(seed: int, operands: int, role: int) -> int:
    """Values of the queries (0), keys (1) or values (2) of a set."""
    return stream_key(seed, OPERAND_STREAM + 3 * operands + role)


def attention_row(seed: int, operands: int, length: int, width: int, position: int) -> np.ndarray:
    """softmax(q K^T / sqrt(width)) V for the query at one position of [sequences x heads x length]."""
    first = position // length * length
    query = _row(operand_key(seed, operands, 0), position, width)
    keys, values = (
        uniform_array(operand_key(seed, operands, role), length * width, 1, first * width)
        .reshape(length, width)
        .astype(np.float64)
        for role in (1, 2)
    )
    scores = keys @ query / np.sqrt(width)
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum()
