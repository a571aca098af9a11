"""A declared net in one recipe: forward passes and training steps, compiled if that is faster."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from framework.compiler import Compiled
from framework.device import Setting
from framework.interpreter import build
from framework.layers import settle_variances
from framework.optimizers import create_optimizer
from framework.precision_policy import autocast, loss_scaler
from trainmark.check.generator import net_values
from trainmark.framework import Network
from trainmark.protocol.declaration import Net, Optimizer


class TorchNetwork(Network):
    def __init__(self, net: Net, optimizer: Optimizer | None, seed: int, setting: Setting) -> None:
        self._net, self._declared, self._setting = net, optimizer, setting
        self._built = build(net, setting)
        self._module = self._built.module.to(setting.device)
        self._module.train(optimizer is not None)
        if optimizer is None and setting.half is not None:
            self._halve_kernels()
        self._module.to(memory_format=setting.memory_format)
        self._parameters = [slot.parameter for slot in self._built.slots]
        self._loss = Compiled(self._compute_loss, setting.compiles_training, setting.compile_mode)
        self._forward = Compiled(self._compute, setting.compiles_inference, setting.compile_mode)
        self.restart(seed)

    def _halve_kernels(self) -> None:
        """Rounds the weights once; autocast would round the same weights again in every pass."""
        for module in self._module.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                module.to(self._setting.half)

    def parameters(self) -> int:
        return sum(parameter.numel() for parameter in self._module.parameters())

    def restart(self, seed: int) -> None:
        with torch.no_grad():
            for slot, values in zip(self._built.slots, net_values(self._net, seed), strict=True):
                slot.parameter.copy_(slot.arranged(torch.from_numpy(values)))
                slot.parameter.grad = None
        for norm in self._built.norms:
            norm.reset_running_stats()
        if self._declared is not None:
            self._optimizer = create_optimizer(self._declared, self._parameters, self._setting.optimized)
        self._scaler = loss_scaler(self._setting.device, self._setting.half)

    def _compute(self, inputs: Tensor) -> Tensor:
        with autocast(self._setting.device, self._setting.half):
            return self._module(inputs.permute(0, 3, 1, 2) if inputs.dim() == 4 else inputs)

    def _compute_loss(self, inputs: Tensor, labels: Tensor) -> Tensor:
        return F.cross_entropy(self._compute(inputs).float(), labels)

    def outputs(self, inputs: Tensor) -> Tensor:
        trained = self._module.training
        self._module.eval()
        with torch.inference_mode(self._declared is None), torch.no_grad():
            self._begin()
            outputs = self._forward.use(lambda forward: forward(inputs))
        self._module.train(trained)
        return outputs

    def _begin(self) -> None:
        """Starts a new step: CUDA graphs overwrite the outputs of the previous pass."""
        if self._setting.compile_mode is not None:
            torch.compiler.cudagraph_mark_step_begin()

    def _backward(self, inputs: Tensor, labels: Tensor) -> Tensor:
        """Stores the gradients, times the loss scale, in the parameters; returns a copy of the loss."""

        def run(compute_loss: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
            loss = compute_loss(inputs, labels)
            self._scaler.scale(loss).backward()
            return loss.detach().clone()

        self._begin()
        return self._loss.use(run)

    @property
    def compiled(self) -> bool:
        """Whether the measured function is compiled."""
        return (self._forward if self._declared is None else self._loss).active

    def train_step(self, inputs: Tensor, labels: Tensor) -> Tensor:
        norms = self._built.norms
        before = torch._foreach_mul([norm.running_var for norm in norms], 1.0) if norms else []
        loss = self._backward(inputs, labels)
        if norms:
            settle_variances(norms, before)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad()
        return loss

    def _drop(self, active: bool) -> None:
        for dropout in self._built.dropouts:
            dropout.train(active)

    def check_step(self, inputs: Tensor, labels: Tensor) -> Tensor:
        self._drop(False)
        loss = self.train_step(inputs, labels)
        self._drop(True)
        return loss

    def gradient_norms(self, inputs: Tensor, labels: Tensor) -> list[float]:
        self._drop(False)
        self._backward(inputs, labels)
        self._drop(True)
        scale = self._scaler.get_scale()
        # In float64, which not every device supports: the norm of a long float32 array loses digits.
        norms = [float(slot.parameter.grad.cpu().double().norm()) / scale for slot in self._built.slots]
        self._optimizer.zero_grad()
        return norms
