"""Modules that PyTorch does not provide, in its layout: images [samples, channels, height, width]."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

from framework.attention import attend_as_tutorial, attend_fused

# The longest wavelength of the positions, in units of 2 pi positions (arXiv 1706.03762, section 3.5).
_LONGEST_WAVE = 10_000

# Minimum number of precomputed positions: the sequences of the check are short, those of a length sweep are not.
_POSITIONS = 1024


class SamePadding(nn.Module):
    """Adds this many rows and columns of zeros, the smaller half before the first."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.border = (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2)

    def forward(self, x: Tensor) -> Tensor:
        return F.pad(x, self.border)


class Dropout(nn.Module):
    """Its rate is a tensor: a compiled or recorded step reads it and works with and without dropout.

    From uniform numbers: PyTorch's Bernoulli sampling takes three times as long on the CPU (PyTorch 2.13, AMD EPYC).
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.declared = rate
        self.register_buffer("rate", torch.tensor(rate), persistent=False)
        self.register_buffer("scale", torch.tensor(1 / (1 - rate)), persistent=False)

    def switch(self, active: bool) -> None:
        """At a rate of 0, every value is kept as it is."""
        rate = self.declared if active else 0.0
        self.rate.fill_(rate)
        self.scale.fill_(1 / (1 - rate))

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        # Half precision is too coarse to keep the rate.
        drawn = torch.rand_like(x, dtype=torch.float32)
        return x * drawn.ge_(self.rate).mul_(self.scale).to(x.dtype)


class UsualDropout(nn.Dropout):
    """PyTorch's, as in a tutorial."""

    active = True

    def switch(self, active: bool) -> None:
        """Not by `train`, which is for the whole net."""
        self.active = active

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) if self.active else x


class BatchNorm(nn.BatchNorm2d):
    """PyTorch updates the running variance with squares divided by n - 1; `settle_variances` corrects that to n.

    Its momentum is the weight of the new value. `counted`: PyTorch counts the steps, with one more kernel for each layer,
    although only averages without a momentum need the number.
    """

    samples = 0

    def __init__(self, channels: int, epsilon: float, momentum: float, counted: bool) -> None:
        super().__init__(channels, epsilon, momentum)
        if not counted:
            self.num_batches_tracked = None

    def reset_running_stats(self) -> None:
        self.running_mean.zero_()
        self.running_var.fill_(1)

    def forward(self, x: Tensor) -> Tensor:
        self.samples = x.numel() // x.shape[1]
        return super().forward(x)


def settle_variances(norms: list[BatchNorm], before: list[Tensor]) -> None:
    """Converts the running variances after a step, given those before it, to averages of the mean square."""
    variances = [norm.running_var for norm in norms]
    shares = [(norm.samples - 1) / norm.samples for norm in norms]
    kept = [(1 - norm.momentum) / norm.samples for norm in norms]
    torch._foreach_mul_(variances, shares)
    torch._foreach_add_(variances, torch._foreach_mul(before, kept))


class Flatten(nn.Module):
    """Flattens in the declared order height, width, channels; sequences as they are."""

    def forward(self, x: Tensor) -> Tensor:
        return (x.permute(0, 2, 3, 1) if x.dim() == 4 else x).flatten(1)


class GlobalAveragePool(nn.Module):
    """Averages images over height and width, sequences over positions."""

    def forward(self, x: Tensor) -> Tensor:
        return x.mean((2, 3)) if x.dim() == 4 else x.mean(1)


class Residual(nn.Module):
    def __init__(self, body: nn.Module, shortcut: nn.Module) -> None:
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x) + self.shortcut(x)


class Embedding(nn.Module):
    def __init__(self, vocabulary: int, units: int, scale: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(vocabulary, units))
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        return F.embedding(x, self.weight) * self.scale


def sinusoids(length: int, units: int) -> Tensor:
    """[length, units]: the sine of each position in even units, the cosine in odd ones."""
    unit = torch.arange(units, dtype=torch.float64)
    even = unit - unit % 2
    angles = torch.arange(length, dtype=torch.float64)[:, None] / _LONGEST_WAVE ** (even / units)
    return torch.where(unit % 2 == 0, angles.sin(), angles.cos()).float()


class SinusoidalPositions(nn.Module):
    def __init__(self, length: int, units: int) -> None:
        super().__init__()
        self.register_buffer("waves", sinusoids(max(length, _POSITIONS), units))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.waves[: x.shape[1]]


class LearnedPositions(nn.Module):
    def __init__(self, length: int, units: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(length, units))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.weight


class ToSequence(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.flatten(2).transpose(1, 2)


class ClassToken(nn.Module):
    def __init__(self, units: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(units))

    def forward(self, x: Tensor) -> Tensor:
        first = self.weight.to(x.dtype).expand(len(x), 1, -1)
        return torch.cat((first, x), 1)


class FirstToken(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x[:, 0]


class SelfAttention(nn.Module):
    def __init__(self, units: int, heads: int, fused: bool) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (skip_init(nn.Linear, units, units) for _ in range(4))
        self.attend = attend_fused if fused else attend_as_tutorial

    def forward(self, x: Tensor) -> Tensor:
        def split(of: nn.Linear) -> Tensor:
            return of(x).unflatten(2, (self.heads, -1)).transpose(1, 2)

        attended = self.attend(split(self.query), split(self.key), split(self.value))
        return self.output(attended.transpose(1, 2).flatten(2))
