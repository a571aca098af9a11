"""What is kept of the direction of a gradient: sums over its elements with fixed signs, and its share along another one."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from generator import SIGN_SETS, sign_bits
from layers import SEED
from torch import Tensor

# Most elements of an array whose gradient with dropout is compared with that without: evenly spaced ones.
SAMPLED = 1 << 12


def signed_sums(array: int, gradient: Tensor) -> list[float]:
    """For each set of signs, the sum of all elements with them: about as large as the norm, whatever the size."""
    flat = gradient.reshape(-1).double()
    whole = flat.sum()
    sums = []
    for number in range(SIGN_SETS):
        positive = torch.from_numpy(sign_bits(SEED, array, number, flat.numel())).bool()
        sums.append((2 * flat[positive].sum() - whole).item())
    return sums


def sampled(gradient: Tensor) -> Tensor:
    flat = gradient.reshape(-1)
    return flat[:: -(-flat.numel() // SAMPLED)].double()


def shares_along(found: Sequence[Tensor], exact: Sequence[Tensor]) -> list[float]:
    """How much of every exact gradient is in another one: 1 if they are equal, below 0 if they are opposed."""
    pairs = [(sampled(one), sampled(other)) for one, other in zip(found, exact, strict=True)]
    return [(one @ other / (other @ other)).nan_to_num(0, 0, 0).item() for one, other in pairs]
