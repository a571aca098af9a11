"""The declared optimizers: PyTorch's, or custom code if PyTorch uses another formula."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from trainmark.protocol.declaration import Optimizer


class RmsProp(torch.optim.Optimizer):
    """w -= learningRate g / sqrt(v + epsilon); PyTorch's RMSprop adds epsilon outside of the root.

    Updates all parameters with one operation each, as PyTorch does on a GPU.
    """

    # `GradScaler` then leaves it to `step` to skip gradients that overflowed, which needs no synchronization with the device.
    _step_supports_amp_scaling = True

    def __init__(self, parameters: Iterable[nn.Parameter], rate: float, rho: float, epsilon: float) -> None:
        super().__init__(parameters, {"rate": rate, "rho": rho, "epsilon": epsilon})
        for group in self.param_groups:
            for parameter in group["params"]:
                self.state[parameter]["square"] = torch.zeros_like(parameter)

    def _finite(self, gradients: list[Tensor]) -> list[Tensor]:
        """Zeros if a gradient overflowed."""
        overflowed = getattr(self, "found_inf", None)
        if overflowed is None:
            return gradients
        return [torch.where(overflowed > 0, 0, gradient) for gradient in gradients]

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            parameters = group["params"]
            squares = [self.state[parameter]["square"] for parameter in parameters]
            gradients = self._finite([parameter.grad for parameter in parameters])
            torch._foreach_mul_(squares, group["rho"])
            torch._foreach_addcmul_(squares, gradients, gradients, 1 - group["rho"])
            roots = torch._foreach_add(squares, group["epsilon"])
            torch._foreach_sqrt_(roots)
            torch._foreach_addcdiv_(parameters, gradients, roots, -group["rate"])


def create_optimizer(
    declared: Optimizer, parameters: list[nn.Parameter], fused: bool, recorded: bool = False
) -> torch.optim.Optimizer:
    """`fused`: one kernel for all parameters; otherwise PyTorch's default. `recorded`: its steps go into a CUDA graph."""
    rate, epsilon = declared["learningRate"], declared["epsilon"]
    if declared["kind"] == "rmsprop":
        return RmsProp(parameters, rate, declared["rho"], epsilon)
    betas = (declared["beta1"], declared["beta2"])
    return torch.optim.Adam(
        parameters, rate, betas, epsilon, fused=True if fused else None, capturable=recorded
    )


def state_of(optimizer: torch.optim.Optimizer) -> list[Tensor]:
    """Every tensor that its steps change; all of them start at zero, in Adam as in RMSprop."""
    return [
        value for state in optimizer.state.values() for value in state.values() if isinstance(value, Tensor)
    ]


def moments_of(optimizer: torch.optim.Optimizer, parameter: nn.Parameter) -> list[Tensor]:
    """Adam: the means of gradients and of their squares; RMSprop: the mean of squares."""
    state = optimizer.state[parameter]
    return [state[name] for name in ("exp_avg", "exp_avg_sq", "square") if name in state]


def steps_of(optimizer: torch.optim.Optimizer, parameter: nn.Parameter) -> int | None:
    """Updates as the optimizer counts them; None if it does not."""
    step = optimizer.state[parameter].get("step")
    return None if step is None else int(step)
