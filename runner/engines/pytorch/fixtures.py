"""For tests: results of the interpreter, and results of the checks for deliberate faults."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import numpy as np
import torch
import torch.nn.functional as F
from tape import TapeRecorder
from torch import Tensor

from framework import Worker, network, probe
from framework.device import Setting, create_setting
from framework.interpreter import build
from framework.layers import Dropout
from framework.optimizers import create_optimizer
from trainmark.check import generator
from trainmark.protocol.protocol import UnsupportedError
from trainmark.run import run_cell

# Fraction bits of a float32 that TensorFloat-32 drops.
_LOST_BITS = 13

# Object, attribute, and its replacement.
Patch = tuple[Any, str, Any]


def as_tensor_float(x: Tensor) -> Tensor:
    """Keeps the leading 11 bits; the gradient passes through."""
    whole = x.detach().contiguous().view(torch.int32)
    kept = ((whole >> _LOST_BITS) << _LOST_BITS).view(torch.float32)
    return x + (kept - x).detach()


def rounding(kernel: Any) -> Any:
    return lambda x, weight, *rest: kernel(as_tensor_float(x), as_tensor_float(weight), *rest)


def wrong_rounding() -> list[Patch]:
    multiply = rounding(torch.matmul)
    kernels = [(F, "conv2d", rounding(F.conv2d)), (F, "linear", rounding(F.linear))]
    return [*kernels, (Worker, "multiplier", lambda _: multiply)]


def wrong_gradient() -> list[Patch]:
    """Makes the gradient of one bias too large by a twentieth, which an adaptive optimizer hides."""

    def broken(*asked: Any) -> Any:
        built = build(*asked)
        built.slots[-1].parameter.register_hook(lambda gradient: gradient * 1.05)
        return built

    return [(network, "build", broken)]


def wrong_attention() -> list[Patch]:
    """Attention without the division by the root of the width."""

    def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return (query @ key.transpose(-2, -1)).softmax(-1) @ value

    return [(Worker, "attention", lambda _: attend)]


# From this batch on, a fault appears that a check with few samples does not find.
_LARGE = 32


def reversed_at_large_batches() -> list[Patch]:
    """The gradient of every filter points the other way: it is used as 2 w - w, of which the first w is a constant."""
    convolve = F.conv2d

    def broken(x: Tensor, weight: Tensor, *rest: Any) -> Tensor:
        large = len(x) >= _LARGE and torch.is_grad_enabled()
        return convolve(x, 2 * weight.detach() - weight if large else weight, *rest)

    return [(F, "conv2d", broken)]


BREAKS = {
    "nothing": list,
    "rounding": wrong_rounding,
    "gradient": wrong_gradient,
    "gradient of large batches": reversed_at_large_batches,
    "attention": wrong_attention,
}


class FailingRecorder(TapeRecorder):
    """Of a device that cannot record some operation of a step."""

    def record(self, run: Any) -> Any:
        run()
        raise RuntimeError("operation not permitted when stream is capturing")


RECORDERS = {"tape": TapeRecorder, "failing": FailingRecorder}


def recorded(recorder: str) -> list[Patch]:
    """Steps and passes are recorded as on a GPU, and repeated without Python."""
    return [
        (Setting, "records", property(lambda setting: setting.optimized)),
        (network, "CudaRecorder", RECORDERS[recorder]),
        # PyTorch has no such state of Adam on the CPU.
        (network, "create_optimizer", lambda *given: create_optimizer(*given[:3])),
    ]


@contextmanager
def patched(patches: list[Patch]) -> Iterator[None]:
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(mock.patch.object(*patch))
        yield


def of_layers(
    cell: Any, net: Any, optimizer: Any, seed: int, count: int, recorder: str | None
) -> dict[str, Any]:
    with patched([] if recorder is None else recorded(recorder)):
        worker = Worker(cell)
        inputs, labels = map(worker.upload, generator.create_batch(net, seed, 0, count))
        made = worker.network(net, optimizer, seed)
        made.dropping = False
        # Steps whose traces the restart has to remove, the second of them without a warm-up.
        for _ in range(2):
            made.train_step(inputs, labels)
        made.restart(seed)
        outputs = worker.download(made.outputs(inputs)).reshape(-1).tolist()
        loss = float(worker.download(made.train_step(inputs, labels)))
        norms = [float(slot.parameter.grad.norm()) for slot in made._built.slots]
        after = worker.download(made.outputs(inputs)).reshape(-1).tolist()
        return {
            "outputs": outputs,
            "loss": loss,
            "norms": norms,
            "outputsAfterStep": after,
            "deviceGraph": made.observed()["deviceGraph"],
        }


def broken(request: Any, name: str) -> Any:
    """The result of a request with a deliberate fault."""
    messages: list[Any] = []
    with patched(BREAKS[name]()):
        run_cell(request, Worker, messages.append)
    return messages[-1]


def dropped(rate: float, count: int, half: bool) -> dict[str, Any]:
    """Dropout of ones: the share that is kept, the values of those, and how many values change at a rate of 0 and in
    evaluation mode."""
    dropout, ones = Dropout(rate), torch.ones(count, dtype=torch.bfloat16 if half else torch.float32)
    out = dropout(ones)
    kept = out[out != 0]
    dropout.switch(False)
    off = int((dropout(ones) != ones).sum())
    dropout.switch(True)
    changed = int((dropout.eval()(ones) != ones).sum())
    return {
        "share": len(kept) / count,
        "values": kept.unique().tolist(),
        "changedOff": off,
        "changedAtRest": changed,
    }


def strides(cell: Any) -> tuple[int, ...]:
    """Strides of images of one channel, in the order of dimensions that convolutions use."""
    return Worker(cell).upload(np.zeros((2, 28, 28, 1), np.float32)).permute(0, 3, 1, 2).stride()


def updated(rule: Any, start: float, gradients: list[float], fused: bool) -> list[float]:
    """The value after each step."""
    parameter = torch.nn.Parameter(torch.tensor([float(start)]))
    optimizer = create_optimizer(rule, [parameter], fused)
    values = []
    for gradient in gradients:
        parameter.grad = torch.tensor([float(gradient)])
        optimizer.step()
        values.append(float(parameter.detach()))
    return values


def compilations(request: Any) -> dict[str, int]:
    """How often the step of a run is compiled, as on a GPU, from the check to the last look after the loop. Dynamo does not
    depend on the backend, of which this one is the fastest."""
    # Imported here: it takes seconds, and no other function needs it.
    from torch._dynamo.utils import counters

    compile_ = torch.compile
    quick = [
        (Setting, "compiles_training", property(lambda _: True)),
        (torch, "compile", lambda function, **options: compile_(function, backend="aot_eager", **options)),
    ]
    torch._dynamo.reset()
    counters.clear()
    messages: list[Any] = []
    with patched(quick):
        run_cell(request, Worker, messages.append)
    return {
        "graphs": counters["stats"]["unique_graphs"],
        "passed": messages[-1]["check"]["passed"],
        "compiled": messages[-1]["observed"]["compiled"],
        "compileMs": messages[-1]["observed"]["compileMs"],
    }


class FakeProperties:
    def __init__(self, name: str, place: int) -> None:
        self.name, self.uuid = name, f"{place:08x}-0000-0000-0000-000000000000"
        self.pci_domain_id, self.pci_bus_id, self.pci_device_id = 0, 0x41 + place, 0


def _fake_gpus(names: list[str]) -> dict[str, Any]:
    return {
        "is_available": lambda: bool(names),
        "device_count": lambda: len(names),
        "get_device_name": lambda place=0: names[place],
        "get_device_properties": lambda place: FakeProperties(names[place], place),
        "get_device_capability": lambda device: (8, 0) if "A100" in names[device.index] else (7, 5),
    }


def on_gpus(names: list[str], xpus: list[str], hip: str | None, cuda: str | None) -> list[Patch]:
    """A build for HIP or CUDA with these GPUs, and with some that `torch.xpu` drives."""
    modules = [(torch.cuda, names), (torch.xpu, xpus)]
    fakes = [(module, *fake) for module, found in modules for fake in _fake_gpus(found).items()]
    present = [(module, name, fake) for module, name, fake in fakes if hasattr(module, name)]
    return [*present, (torch.version, "hip", hip), (torch.version, "cuda", cuda)]


def probed(gpus: list[Any], cells: list[Any]) -> dict[str, Any]:
    """The probe, and for every cell its device and whether matrices and convolutions may be rounded; None if that is
    unsupported."""
    with patched(on_gpus(*gpus)):
        return {"probe": probe(), "cells": [_settled(cell) for cell in cells]}


def _settled(cell: Any) -> Any:
    try:
        setting = create_setting(cell)
    except UnsupportedError:
        return None
    backends = torch.backends
    return [f"{setting.device}", backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32]


ANSWERS = {
    "layers": of_layers,
    "broken": broken,
    "dropped": dropped,
    "strides": strides,
    "updated": updated,
    "probed": probed,
    "compilations": compilations,
}

if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answer = ANSWERS[asked["ask"]]
    print(json.dumps([answer(*question) for question in asked["questions"]]))
