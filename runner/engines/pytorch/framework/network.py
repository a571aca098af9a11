"""A declared net in one recipe: forward passes and training steps, compiled and recorded if that is faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from framework.compiler import Compiled, compile_ms
from framework.device import Setting
from framework.graph import CudaRecorder, Graphed
from framework.interpreter import build
from framework.layers import settle_variances
from framework.optimizers import create_optimizer, moments_of, state_of, steps_of
from framework.precision_policy import autocast, loss_scaler
from trainmark.check.generator import net_values
from trainmark.check.sampled_rows import sampled_rows
from trainmark.framework import GRADIENT_SCALE, Network, Pair
from trainmark.protocol.declaration import Net, Optimizer


def _sampled(array: Tensor) -> np.ndarray:
    rows = [part.detach().float().cpu().numpy() for part in sampled_rows(array)]
    return np.concatenate(rows) if len(rows) > 1 else rows[0].copy()


class TorchNetwork(Network):
    def __init__(self, net: Net, optimizer: Optimizer | None, seed: int, setting: Setting) -> None:
        self._net, self._setting = net, setting
        self._trains = optimizer is not None
        self._dropping = True
        self._built = build(net, setting)
        self._module = self._built.module.to(setting.device)
        self._module.train(self._trains)
        if not self._trains and setting.half is not None:
            self._halve_kernels()
        self._module.to(memory_format=setting.memory_format)
        self._parameters = [slot.parameter for slot in self._built.slots]
        if optimizer is not None:
            self._optimizer = create_optimizer(
                optimizer, self._parameters, setting.optimized, setting.records
            )
            self._scaler = loss_scaler(setting.device, setting.half)
            self._fresh_scaler = self._scaler.state_dict()
        recorder = CudaRecorder(setting.device) if setting.records else None
        self._loss = Compiled(self._compute_loss, setting.compiles_training)
        self._forward = Compiled(self._compute, setting.compiles_inference)
        self._step = Graphed(self._compute_step, recorder, self._keep)
        self._pass = Graphed(self._compute_outputs, recorder, lambda: lambda: None)
        self.restart(seed)

    def _halve_kernels(self) -> None:
        """Rounds the weights once; autocast would round the same weights again in every pass."""
        for module in self._module.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                module.to(self._setting.half)

    def parameters(self) -> int:
        return sum(parameter.numel() for parameter in self._module.parameters())

    def restart(self, seed: int) -> None:
        """In place: recorded steps keep the addresses of everything that they change."""
        self.load(net_values(self._net, seed))
        with torch.no_grad():
            for norm in self._built.norms:
                norm.reset_running_stats()
            if self._trains:
                for value in state_of(self._optimizer):
                    value.zero_()
                self._scaler.load_state_dict(self._fresh_scaler)

    def load(self, values: Iterable[np.ndarray]) -> None:
        with torch.no_grad():
            for slot, array in zip(self._built.slots, values, strict=True):
                slot.parameter.copy_(slot.arranged(torch.from_numpy(array)))

    def weights(self) -> Iterator[np.ndarray]:
        return (slot.declared(slot.parameter) for slot in self._built.slots)

    def moments(self) -> Iterator[tuple[np.ndarray, ...]]:
        return (
            tuple(slot.declared(moment) for moment in moments_of(self._optimizer, slot.parameter))
            for slot in self._built.slots
        )

    def steps(self) -> int | None:
        return steps_of(self._optimizer, self._parameters[0])

    def load_averages(self, values: Iterable[np.ndarray]) -> None:
        averages = [(norm.running_mean, norm.running_var) for norm in self._built.norms]
        with torch.no_grad():
            for average, array in zip((one for both in averages for one in both), values, strict=True):
                average.copy_(torch.from_numpy(array))

    def averages(self) -> Iterator[np.ndarray]:
        pairs = ((norm.running_mean, norm.running_var) for norm in self._built.norms)
        return (average.detach().float().cpu().numpy().copy() for pair in pairs for average in pair)

    @property
    def dropping(self) -> bool:
        return self._dropping

    @dropping.setter
    def dropping(self, dropping: bool) -> None:
        self._dropping = dropping
        for dropout in self._built.dropouts:
            dropout.switch(dropping)

    def _look(self, look: Callable[[Tensor, Tensor], None], compute: Callable[[], Tensor]) -> Tensor:
        """Looks at the dropouts that the compiler and the graph were made of."""
        hooks = [
            dropout.register_forward_hook(lambda _, given, result: look(given[0], result))
            for dropout in self._built.dropouts
        ]
        try:
            return compute()
        finally:
            for hook in hooks:
                hook.remove()

    def dropouts(self, inputs: Tensor) -> Iterator[Pair]:
        seen: list[Pair] = []
        with torch.no_grad():
            self._look(
                lambda *pair: seen.append((_sampled(pair[0]), _sampled(pair[1]))),
                lambda: self._compute(inputs),
            )
        return iter(seen)

    def dropout_gradients(self, inputs: Tensor, labels: Tensor) -> Iterator[tuple[Pair, Pair | None]]:
        seen: list[tuple[Tensor, Tensor]] = []
        loss = self._look(lambda *pair: seen.append(pair), lambda: self._compute_loss(inputs, labels))
        arriving = torch.autograd.grad(loss * GRADIENT_SCALE, [after for _, after in seen], retain_graph=True)
        for (before, after), gradient in zip(seen, arriving, strict=True):
            forward = _sampled(before), _sampled(after)
            if before.requires_grad:
                (passed,) = torch.autograd.grad(after, before, gradient, retain_graph=True)
                yield forward, (_sampled(gradient), _sampled(passed))
            else:
                yield forward, None

    def _changing(self) -> list[Tensor]:
        """Every tensor that a step changes, but the loss scale."""
        return [*self._module.parameters(), *self._module.buffers(), *state_of(self._optimizer)]

    def _keep(self) -> Callable[[], None]:
        """Copies to the host: a copy on the device would count as memory that steps need."""
        kept = [(tensor, tensor.detach().to("cpu", copy=True)) for tensor in self._changing()]
        scaler = self._scaler.state_dict()

        def restore() -> None:
            known = {id(tensor) for tensor, _ in kept}
            with torch.no_grad():
                for tensor, values in kept:
                    tensor.copy_(values)
                # The optimizer's first step creates its state.
                for tensor in self._changing():
                    if id(tensor) not in known:
                        tensor.zero_()
            self._scaler.load_state_dict(scaler)

        return restore

    def _compute(self, inputs: Tensor) -> Tensor:
        with autocast(self._setting.device, self._setting.half):
            return self._module(inputs.permute(0, 3, 1, 2) if inputs.dim() == 4 else inputs)

    def _compute_loss(self, inputs: Tensor, labels: Tensor) -> Tensor:
        return F.cross_entropy(self._compute(inputs).float(), labels)

    def _compute_outputs(self, inputs: Tensor) -> Tensor:
        return self._forward.use(lambda forward: forward(inputs))

    def outputs(self, inputs: Tensor) -> Tensor:
        trained = self._module.training
        self._module.eval()
        with torch.inference_mode(not self._trains), torch.no_grad():
            outputs = self._pass(inputs)
        self._module.train(trained)
        return outputs

    @property
    def _recorded(self) -> bool:
        return (self._step if self._trains else self._pass).active

    def observed(self) -> dict[str, bool | float]:
        """How the measured function ran."""
        compiled = (self._loss if self._trains else self._forward).active
        observed = {"compiled": compiled, "deviceGraph": self._recorded}
        return {**observed, "compileMs": round(compile_ms())} if compiled else observed

    def _compute_step(self, inputs: Tensor, labels: Tensor) -> tuple[Tensor, list[Tensor]]:
        """One optimizer step: the loss before it, and the gradients, which stay until the next step."""

        def differentiate(compute_loss: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
            # Gradients that are added to, even to zeros, cost two more passes over all of them.
            self._optimizer.zero_grad(set_to_none=True)
            loss = compute_loss(inputs, labels)
            self._scaler.scale(loss).backward()
            return loss.detach()

        norms = self._built.norms
        before = torch._foreach_mul([norm.running_var for norm in norms], 1.0) if norms else []
        loss = self._loss.use(differentiate)
        if norms:
            settle_variances(norms, before)
        self._scaler.unscale_(self._optimizer)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        return loss, [parameter.grad for parameter in self._parameters]

    def train_step(self, inputs: Tensor, labels: Tensor) -> Tensor:
        loss, _ = self._step(inputs, labels)
        return loss.clone() if self._recorded else loss
