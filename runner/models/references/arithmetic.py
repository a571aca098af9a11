"""The arithmetic a net is computed in: float64, float32, or half precision as in mixed-precision training."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
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
