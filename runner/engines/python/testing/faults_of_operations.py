"""For tests: faults of products, attention and copies that a check has to find, on any framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from work_clock import CLOCK

from trainmark.framework import Array, Framework

# Copies that are made: those of the check before the loop, and some of the loop.
LAST_COPY = 3


def remembered(compute: Callable[..., Array]) -> Callable[..., Array]:
    """Keeps the arrays, so that no other gets the identity of one."""
    found: dict[int, tuple[Any, Array]] = {}

    def cached(*arrays: Array) -> Array:
        key = id(arrays[-1])
        if key not in found:
            found[key] = (arrays, compute(*arrays))
        return found[key][1]

    return cached


# Seconds of every product, and of the work that is saved or that comes late, on the clock of work.
PRODUCT_S = 1e-4
WORK_S = 0.03
# Less than the slack of readings in a browser.
SHORT_WORK_S = 8e-4


def found_by_content(
    framework: Framework, compute: Callable[..., Array], work_s: float = WORK_S
) -> Callable[..., Array]:
    """Knows inputs by what they hold, so that other values in the same arrays are computed."""
    found: dict[bytes, Array] = {}

    def cached(*arrays: Array) -> Array:
        key = b"".join(framework.download(array).tobytes() for array in arrays)
        CLOCK.work(PRODUCT_S)
        if key not in found:
            CLOCK.work(work_s)
            found[key] = compute(*arrays)
        return found[key]

    return cached


Copier = Callable[[Array], Array]


def half_copied(framework: Framework, copy: Copier) -> Copier:
    def half(source: Array) -> Array:
        copied = np.array(framework.download(copy(source)))
        copied[len(copied) // 2 :] = 0
        return framework.operand(copied)

    return half


def remembered_copies(framework: Framework, copy: Copier) -> Copier:
    """Of their own memory: a framework may overwrite or give away that of the last copy."""
    return remembered(lambda source: framework.operand(np.array(framework.download(copy(source)))))


def seldom_copied(framework: Framework, copy: Copier) -> Copier:
    """Later copies are never written: their memory is as it was."""
    made = 0

    def copied(source: Array) -> Array:
        nonlocal made
        made += 1
        return copy(source) if made <= LAST_COPY else framework.operand(np.zeros(source.shape, np.float32))

    return copied


COPIERS: dict[str, Callable[[Framework, Copier], Copier]] = {
    "products remembered": remembered_copies,
    "half of a copy": half_copied,
    "no copy after some passes": seldom_copied,
}


def late(framework: Framework, work_s: float = WORK_S) -> None:
    """Work that goes on after the wait, until something is read."""
    pending, download, multiplier = False, framework.download, framework.multiplier

    def multiply() -> Callable[[Array, Array], Array]:
        honest = multiplier()

        def product(*arrays: Array) -> Array:
            nonlocal pending
            pending = True
            CLOCK.work(PRODUCT_S)
            return honest(*arrays)

        return product

    def read(array: Array) -> np.ndarray:
        nonlocal pending
        if pending:
            CLOCK.work(work_s)
        pending = False
        return download(array)

    framework.multiplier, framework.download = multiply, read


Product = Callable[..., Array]


def kept(framework: Framework, wrap: Callable[[Product], Product]) -> None:
    multiplier, attention = framework.multiplier, framework.attention
    framework.multiplier = lambda: wrap(multiplier())
    framework.attention = lambda: wrap(attention())


def rounded_operands(round_values: Callable[[np.ndarray], np.ndarray]) -> Callable[[Framework], None]:
    def made(framework: Framework) -> None:
        operand = framework.operand
        framework.operand = lambda values: operand(round_values(values))

    return made


def to_bits(dropped: int) -> Callable[[np.ndarray], np.ndarray]:
    """Rounds a float32 to the nearest with so many bits less."""
    half, mask = np.uint32(1 << (dropped - 1)), np.uint32(0xFFFFFFFF >> dropped << dropped)

    def rounded(values: np.ndarray) -> np.ndarray:
        return ((values.astype(np.float32).view(np.uint32) + half) & mask).view(np.float32)

    return rounded


def to_int8(values: np.ndarray) -> np.ndarray:
    return np.float32(np.round(values * 127) / 127)


def changed_result(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Framework], None]:
    """Results that are changed on the host."""

    def made(framework: Framework) -> None:
        def wrap(product: Product) -> Product:
            return lambda *arrays: framework.operand(
                change(np.array(framework.download(product(*arrays)), np.float32))
            )

        kept(framework, wrap)

    return made


def changed_operands(change: Callable[[list[np.ndarray]], list[np.ndarray]]) -> Callable[[Framework], None]:
    def made(framework: Framework) -> None:
        def wrap(product: Product) -> Product:
            def changed(*arrays: Array) -> Array:
                host = [np.array(framework.download(array), np.float32) for array in arrays]
                return product(*map(framework.operand, change(host)))

            return changed

        kept(framework, wrap)

    return made


def without_last(arrays: list[np.ndarray]) -> list[np.ndarray]:
    """The last element of each sum, or the last key, is left out."""
    if len(arrays) == 2:
        left = arrays[0].copy()
        left[:, -1] = 0
        return [left, arrays[1]]
    return [arrays[0], arrays[1][:, :, :-1], arrays[2][:, :, :-1]]


def last_rows_left_out(result: np.ndarray) -> np.ndarray:
    """The last row of a product; the last half of the last sequence."""
    if result.ndim == 2:
        result[-1] = 0
    else:
        result[-1, -1, result.shape[2] // 2 :] = 0
    return result


def last_column_left_out(result: np.ndarray) -> np.ndarray:
    result[..., -1] = 0
    return result


def one_call_late(framework: Framework) -> None:
    def wrap(product: Product) -> Product:
        made: list[Array] = []

        def late_product(*arrays: Array) -> Array:
            made.append(product(*arrays))
            return made[max(0, len(made) - 2)]

        return late_product

    kept(framework, wrap)


OPERATIONS: dict[str, Callable[[Framework], None]] = {
    "products remembered": lambda framework: kept(framework, remembered),
    "products found by content": lambda framework: kept(
        framework, lambda product: found_by_content(framework, product)
    ),
    "short products found by content": lambda framework: kept(
        framework, lambda product: found_by_content(framework, product, SHORT_WORK_S)
    ),
    "no wait": late,
    "no short wait": lambda framework: late(framework, SHORT_WORK_S),
    "operands of TensorFloat-32": rounded_operands(to_bits(13)),
    "operands of bfloat16": rounded_operands(to_bits(16)),
    "operands of 8 bits": rounded_operands(to_int8),
    "sums of float16": changed_result(lambda result: result.astype(np.float16).astype(np.float32)),
    "transposed operands": changed_operands(lambda arrays: [array.swapaxes(-1, -2) for array in arrays]),
    "scores that are not scaled": changed_operands(
        lambda arrays: [arrays[0] * np.sqrt(arrays[0].shape[-1]), *arrays[1:]]
    ),
    "sums without their last element": changed_operands(without_last),
    "the last rows left out": changed_result(last_rows_left_out),
    "the last column left out": changed_result(last_column_left_out),
    "the result of the last call": one_call_late,
}
