"""The arithmetic a net is computed in: float64, float32, TensorFloat-32, or half precision as in mixed training."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode


class Rounded(TorchFunctionMode):
    """Rounds the inputs and outputs of every operation, forward and backward, to a type; sums are in float32.

    Tensor cores compute like this. A CPU without float16 instructions would take hours to do it directly.
    """

    def __init__(self, dtype: torch.dtype) -> None:
        super().__init__()
        self.dtype = dtype

    def round(self, value: Any) -> Any:
        is_real = isinstance(value, Tensor) and value.is_floating_point()
        return value.to(self.dtype).to(value.dtype) if is_real else value

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        return self.round(func(*map(self.round, args), **(kwargs or {})))


# Bits of a float32 that TensorFloat-32 drops: it keeps 10 of 23 after the leading 1.
_DROPPED = 13


def drop_bits(value: Tensor, half_up: bool) -> Tensor:
    """Rounds float32 values to 11 significant bits: to the nearest, halves up, or towards zero."""
    half = 1 << (_DROPPED - 1) if half_up else 0
    return ((value.contiguous().view(torch.int32) + half) & (-1 << _DROPPED)).view(torch.float32)


class _RoundOperand(torch.autograd.Function):
    """Rounds on the way forward; the gradient passes as it is."""

    @staticmethod
    def forward(_: Any, value: Tensor, half_up: bool) -> Tensor:
        return drop_bits(value, half_up)

    @staticmethod
    def backward(_: Any, gradient: Tensor) -> tuple[Tensor, None]:
        return gradient, None


class _RoundGradient(torch.autograd.Function):
    """Rounds on the way back, where the gradient is an operand of both products; the value passes as it is."""

    @staticmethod
    def forward(context: Any, value: Tensor, half_up: bool) -> Tensor:
        context.half_up = half_up
        return value.view_as(value)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None]:
        return drop_bits(gradient, context.half_up), None


class TensorFloat(TorchFunctionMode):
    """Rounds the operands of products and convolutions, forward and backward; sums and all else are in float32.

    Matrix units ignore the dropped bits (PTX ISA, "Alternate floating point data formats"), which rounds towards zero;
    libraries may round to the nearest before.
    """

    _PRODUCTS = frozenset({Tensor.matmul, Tensor.__matmul__, torch.matmul})

    def __init__(self, half_up: bool) -> None:
        super().__init__()
        self.half_up = half_up

    def product(self, func: Callable[..., Tensor], left: Tensor, right: Tensor, *rest: Any) -> Tensor:
        rounded = (_RoundOperand.apply(operand, self.half_up) for operand in (left, right))
        return _RoundGradient.apply(func(*rounded, *rest), self.half_up)

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if func is F.conv2d or func is torch.conv2d:
            images, filters, offset, *rest = args
            found = self.product(func, images, filters, None, *rest)
            return found if offset is None else found + offset.reshape(1, -1, 1, 1)
        if func in self._PRODUCTS:
            return self.product(func, *args)
        return func(*args, **(kwargs or {}))


@dataclass(frozen=True)
class Arithmetic:
    # Type of the weights and their updates.
    weights: torch.dtype
    # Context in which outputs are computed.
    computing: Callable[[], AbstractContextManager[object]] = nullcontext
    # Prevents underflow of float16 gradients; none of our nets overflows with it.
    loss_scale: int = 1
    # Smaller gradients are compared with this share of the total, as `references.ts` does for the type.
    least_gradient: float = 1e-3
    # Arrays whose gradient is a smaller share of the total are updated by rounding alone; likewise.
    least_update: float = 1e-6


EXACT, SINGLE = Arithmetic(torch.float64), Arithmetic(torch.float32)

TENSOR_FLOATS = {
    "rounded": Arithmetic(torch.float32, lambda: TensorFloat(half_up=True), least_gradient=2e-3),
    "cut": Arithmetic(torch.float32, lambda: TensorFloat(half_up=False), least_gradient=2e-3),
}

_LEAST_GRADIENTS = {torch.bfloat16: 1e-2, torch.float16: 2e-3}


def half_precision(dtype: torch.dtype) -> Arithmetic:
    """Everything between weights and loss in half precision, as in a framework that casts everything."""
    least = _LEAST_GRADIENTS[dtype]
    return Arithmetic(torch.float32, lambda: Rounded(dtype), 1024, least, least)


# PyTorch's default: products in bfloat16; norms, softmax and sums in float32.
AUTOCAST = Arithmetic(
    torch.float32,
    lambda: torch.autocast("cpu", torch.bfloat16),
    1024,
    _LEAST_GRADIENTS[torch.bfloat16],
    _LEAST_GRADIENTS[torch.bfloat16],
)
