"""What a framework offers to the code that every Python worker shares.

The package `framework` in the folder of each engine defines `probe()` and a class `Worker(Framework)`. Nothing here imports a framework. An `Array` is whatever the framework computes with, on its device;
it may be lazy: only `finish` and `download` wait.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from trainmark.protocol.declaration import Cell, Net, Optimizer

Array = Any


class Network(ABC):
    """A declared net with its optimiser, in one recipe and dtype, built by the framework's interpreter.

    Inputs are [samples, *net.input_shape] as declared (images height, width, channels; tokens int32); labels are int32
    [samples]. Any number of samples and any length of sequences may come: the check has few and short ones. What is
    returned stays what it was when the next step runs (a CUDA graph writes over its outputs: copy them).
    """

    @abstractmethod
    def parameters(self) -> int:
        """Trained values of the net as it was built."""

    @abstractmethod
    def restart(self, seed: int) -> None:
        """Puts the start values of a seed into the weights, and resets running averages and optimiser states."""

    @abstractmethod
    def outputs(self, inputs: Array) -> Array:
        """As in use: no dropout, normalisation by running averages. Logits [samples, classes], or a sequence."""

    @abstractmethod
    def train_step(self, inputs: Array, labels: Array) -> Array:
        """One optimiser step as the recipe does it, dropout on. Returns the mean loss before the step, not yet read."""

    @abstractmethod
    def check_step(self, inputs: Array, labels: Array) -> Array:
        """The very same step without dropout, for the check."""

    @abstractmethod
    def gradient_norms(self, inputs: Array, labels: Array) -> list[float]:
        """Norm of the gradient of each weight, in the order of `net.weights`, without dropout; changes no weight."""


class Framework(ABC):
    """One framework on one device, for one cell: recipe and dtype are fixed when it is made.

    A framework without `Framework` (it measures in its own way) defines `run(request, emit)` instead of `Worker`.
    """

    def __init__(self, cell: Cell) -> None:
        self.cell = cell

    @abstractmethod
    def version(self) -> str:
        """As the framework reports it, with the backend where that says more: "2.13.0 (CUDA 13.0)"."""

    @abstractmethod
    def observed(self) -> dict[str, bool | float | str]:
        """Settings as they are in force: threads, compiled, TF32, layout. Names as the contract's `observed`."""

    @abstractmethod
    def upload(self, values: np.ndarray) -> Array:
        """Copies to the device; float32 stays float32, whole numbers stay whole."""

    @abstractmethod
    def download(self, array: Array) -> np.ndarray:
        """Waits, and copies to the host as float32 or whole numbers."""

    @abstractmethod
    def finish(self, last: Array | None = None) -> None:
        """Returns when the device has computed `last` and all that was issued before, also what nobody holds any more: a
        lazy framework must start each product, attention and pass when it is issued."""

    @abstractmethod
    def operand(self, values: np.ndarray) -> Array:
        """Copies float32 values to the device, rounded to the dtype of the cell."""

    @abstractmethod
    def multiplier(self) -> Callable[[Array, Array], Array]:
        """The product of two matrices of operands, as the recipe computes it."""

    @abstractmethod
    def attention(self) -> Callable[[Array, Array, Array], Array]:
        """softmax(Q K^T / sqrt(width)) V over operands [sequences, heads, length, width], as the recipe computes it."""

    @abstractmethod
    def convolve(self, images: Array, filters: Array) -> Array:
        """1x1 convolution of [1, 1, n, channels] with [1, 1, channels, filters]; sees only how precisely it multiplies."""

    @abstractmethod
    def network(self, net: Net, optimizer: Optimizer | None, seed: int) -> Network:
        """Builds a net; `optimizer` is None where it is not trained."""

    @abstractmethod
    def take(self, samples: Array, places: np.ndarray) -> Array:
        """Rows of an uploaded data set at some places, on the device."""

    @abstractmethod
    def enlarge(self, images: Array, factor: int) -> Array:
        """Repeats every pixel of [samples, height, width, channels] `factor` times in both directions."""

    @abstractmethod
    def count_right(self, outputs: Array, labels: Array) -> Array:
        """How many rows have their largest logit at the label: a scalar on the device."""

    @abstractmethod
    def add(self, arrays: Sequence[Array]) -> Array:
        """Sum of scalars, on the device."""

    @abstractmethod
    def peak_memory(self) -> dict[str, int | str] | None:
        """Device memory as the contract's `peakMemory`; None leaves it to the supervisor, which knows the process."""
