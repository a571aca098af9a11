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

    # `GradScaler` then lets `step` divide by the scale and skip a step whose gradients overflowed, which needs no
    # synchronization with the device.
    _step_supports_amp_scaling = True

    def __init__(self, parameters: Iterable[nn.Parameter], rate: float, rho: float, epsilon: float) -> None:
        super().__init__(parameters, {"rate": rate, "rho": rho, "epsilon": epsilon})
        for group in self.param_groups:
            for parameter in group["params"]:
                self.state[parameter]["square"] = torch.zeros_like(parameter)

    def _scaled(self, gradients: list[Tensor]) -> list[Tensor]:
        scale = getattr(self, "grad_scale", None)
        if scale is None:
            return gradients
        whole = torch._foreach_div(gradients, scale)
        return [torch.where(self.found_inf > 0, 0, gradient) for gradient in whole]

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            parameters = group["params"]
            squares = [self.state[parameter]["square"] for parameter in parameters]
            gradients = self._scaled([parameter.grad for parameter in parameters])
            torch._foreach_mul_(squares, group["rho"])
            torch._foreach_addcmul_(squares, gradients, gradients, 1 - group["rho"])
            roots = torch._foreach_add(squares, group["epsilon"])
            torch._foreach_sqrt_(roots)
            torch._foreach_addcdiv_(parameters, gradients, roots, -group["rate"])


def create_optimizer(
    declared: Optimizer, parameters: list[nn.Parameter], fused: bool
) -> torch.optim.Optimizer:
    """`fused`: one kernel for all parameters; otherwise PyTorch's default."""
    rate, epsilon = declared["learningRate"], declared["epsilon"]
    if declared["kind"] == "rmsprop":
        return RmsProp(parameters, rate, declared["rho"], epsilon)
    betas = (declared["beta1"], declared["beta2"])
    return torch.optim.Adam(parameters, rate, betas, epsilon, fused=True if fused else None)
