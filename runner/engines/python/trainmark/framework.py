"""The interface between a framework and the code that every Python worker shares.

The package `framework` in the folder of each engine defines `probe()` and a class `Worker(Framework)`. Nothing here
imports a framework. An `Array` is the array type of the framework, on its device; it may be lazy: only `finish` and
`download` wait.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from trainmark.protocol.declaration import Cell, Net, Optimizer
from trainmark.protocol.protocol import UnsupportedError

Array = Any

# What enters a dropout and what leaves it.
Pair = tuple[np.ndarray, np.ndarray]

# Gradients of a mean in float16 would be too small to be stored.
GRADIENT_SCALE = 1024.0


class Network(ABC):
    """A declared net with its optimizer, in one recipe and dtype, built by the framework's interpreter.

    Inputs are [samples, *net.input_shape] as declared (images height, width, channels; tokens int32); labels are int32
    [samples]. Any number of samples and any sequence length must work. Returned values must not change when the next
    step runs (a CUDA graph overwrites its outputs: copy them).

    What is checked is what is timed: the check calls `train_step` and `outputs` with batches of the measured shape, so a
    function must not depend on `dropping` in a way that compiles another one. Arrays for the check are NumPy arrays of
    float32 in the order and with the shapes of `net.weights`; each is read when the caller asks for it, so that large
    nets are never copied as a whole.
    """

    # Whether steps zero activations as declared. The check computes without, and it never changes while steps are timed.
    dropping: bool = True

    @abstractmethod
    def parameters(self) -> int:
        """Number of trained values of the built net."""

    @abstractmethod
    def restart(self, seed: int) -> None:
        """Sets the weights to the start values of a seed and resets running averages and optimizer state."""

    @abstractmethod
    def outputs(self, inputs: Array) -> Array:
        """Inference: no dropout, normalization by running averages. Logits [samples, classes], or a sequence."""

    @abstractmethod
    def train_step(self, inputs: Array, labels: Array) -> Array:
        """One optimizer step as the recipe does it. Returns the mean loss before the step, not yet read."""

    @abstractmethod
    def weights(self) -> Iterator[np.ndarray]:
        """The trained arrays."""

    @abstractmethod
    def load(self, values: Iterable[np.ndarray]) -> None:
        """Sets the trained arrays; what the optimizer keeps and the running averages stay."""

    @abstractmethod
    def moments(self) -> Iterator[tuple[np.ndarray, ...]]:
        """What the optimizer keeps of every trained array: Adam the means of gradients and of their squares, RMSprop the
        mean of squares alone. Not divided by Adam's bias correction, and of gradients without a loss scale."""

    @abstractmethod
    def steps(self) -> int | None:
        """Updates since the last restart as the optimizer counts them; None if it does not."""

    @abstractmethod
    def load_averages(self, values: Iterable[np.ndarray]) -> None:
        """Sets the running averages: mean and variance of every normalization, in the order of the declared layers."""

    @abstractmethod
    def averages(self) -> Iterator[np.ndarray]:
        """The running averages, likewise."""

    @abstractmethod
    def dropouts(self, inputs: Array) -> Iterator[Pair]:
        """What enters and leaves every dropout in the forward pass of a step, in the order of the declared layers. Of each
        array the rows of `sampled_rows`, one run after another, so that a large one is never kept as a whole."""

    @abstractmethod
    def dropout_gradients(self, inputs: Array, labels: Array) -> Iterator[tuple[Pair, Pair | None]]:
        """Likewise, of few samples: what enters and leaves in the forward pass, and in the backward pass of the same step
        the gradient of the loss (times `GRADIENT_SCALE`) for what left, and what the dropout alone makes of it; None where
        what enters needs no gradient."""


class Framework(ABC):
    """A framework on one device, for one cell: recipe and dtype are fixed at creation.

    A framework that has its own method of measuring defines `run(request, emit)` instead of `Worker`.
    """

    def __init__(self, cell: Cell) -> None:
        self.cell = cell

    @abstractmethod
    def version(self) -> str:
        """Version as the framework reports it, with the backend if that adds information: "2.13.0 (CUDA 13.0)"."""

    @abstractmethod
    def observed(self) -> dict[str, bool | float | str]:
        """Settings in effect: threads, compiled, TF32, layout. Names as in the contract's `observed`."""

    @abstractmethod
    def upload(self, values: np.ndarray) -> Array:
        """Copies to the device; float32 and integers keep their type."""

    @abstractmethod
    def download(self, array: Array) -> np.ndarray:
        """Waits, and copies to the host as float32 or integers."""

    @abstractmethod
    def overwrite(self, array: Array, values: Array) -> None:
        """Replaces the values of an array or operand by those of another of its type: the object stays the same, so
        that a result that was remembered for it no longer holds. Raises NotImplementedError where that is impossible."""

    @abstractmethod
    def finish(self, last: Array | None = None) -> None:
        """Returns when the device has computed `last` and everything issued before it, even if no reference to it is left:
        a lazy framework must start each product, attention and pass when it is issued."""

    @abstractmethod
    def operand(self, values: np.ndarray) -> Array:
        """Copies float32 values to the device, rounded to the dtype of the cell."""

    @abstractmethod
    def multiplier(self) -> Callable[[Array, Array], Array]:
        """The product of two matrices of operands, as the recipe computes it."""

    @abstractmethod
    def attention(self) -> Callable[[Array, Array, Array], Array]:
        """softmax(Q K^T / sqrt(width)) V over operands [sequences, heads, length, width], as the recipe computes it."""

    def copier(self) -> Callable[[Array], Array]:
        """Copies an operand to another array of the device, the same for every call, and returns that."""
        raise UnsupportedError(f"{self.cell['engine']} cannot copy into an array that it has")

    @abstractmethod
    def convolve(self, images: Array, filters: Array) -> Array:
        """1x1 convolution of [1, 1, n, channels] with [1, 1, channels, filters]; used to measure multiply precision."""

    @abstractmethod
    def network(self, net: Net, optimizer: Optimizer | None, seed: int) -> Network:
        """Builds a net; `optimizer` is None if it is not trained."""

    @abstractmethod
    def take(self, samples: Array, places: np.ndarray) -> Array:
        """Rows of an uploaded data set at given indices, on the device."""

    @abstractmethod
    def enlarge(self, images: Array, factor: int) -> Array:
        """Repeats every pixel of [samples, height, width, channels] `factor` times in both directions."""

    @abstractmethod
    def count_right(self, outputs: Array, labels: Array) -> Array:
        """Number of rows whose largest logit is at the label: a scalar on the device."""

    @abstractmethod
    def add(self, arrays: Sequence[Array]) -> Array:
        """Sum of scalars, on the device."""

    @abstractmethod
    def peak_memory(self) -> dict[str, int | str] | None:
        """Peak device memory as the contract's `peakMemory`; None if the supervisor should use that of the process."""
