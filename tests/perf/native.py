"""Times a bare loop, as in PyTorch's documentation, and our worker's task on the same net or product, in one process.

The bare loop shares no code with the worker. Blocks of both alternate, so that a slow phase of the machine affects
both. Both use the worker's settings of threads, precision and memory. Reads {"request": the worker's request,
"pairs": n} from stdin; prints {"bareNs": [...], "oursNs": [...], "items": items per block}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "runner" / "engines" / "pytorch"))

from framework import Worker
from trainmark.measure.clock import Clock
from trainmark.measure.measure import measure
from trainmark.run import create_task

BATCHES, PAIRS, WARM_UP = 8, 3, 5
# Samples per block; several, so that the start and end of our timing loop have the same weight as in a measurement.
SAMPLES = 4
EXACTLY = {
    **{"minWarmUpSteps": 0, "minWarmUpMs": 0, "minSamples": 1, "minMeasureMs": 0, "maxMeasureMs": 1},
    "exactSamples": SAMPLES,
}

# Blocks of VGG16: channels, convolutions.
BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def vgg16() -> nn.Module:
    layers: list[nn.Module] = []
    channels = 3
    for filters, convolutions in BLOCKS:
        for _ in range(convolutions):
            layers += [nn.Conv2d(channels, filters, 3, padding="same"), nn.ReLU()]
            channels = filters
        layers += [nn.MaxPool2d(2), nn.Dropout(0.3)]
    layers += [nn.Flatten(), nn.Linear(512, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(4096, 100))


def rmsprop(net: nn.Module, foreach: bool) -> torch.optim.Optimizer:
    return torch.optim.RMSprop(net.parameters(), 1e-3, 0.9, 1e-7, foreach=foreach or None)


def adam(net: nn.Module, fused: bool) -> torch.optim.Optimizer:
    return torch.optim.Adam(net.parameters(), 1e-4, eps=1e-7, fused=fused or None)


@dataclass
class Bare:
    """A hand-written net."""

    build: Callable[[], nn.Module]
    image: tuple[int, int, int]
    classes: int
    optimizer: Callable[[nn.Module, bool], torch.optim.Optimizer]


NETS = {
    "mnist-cnn": Bare(
        lambda: nn.Sequential(
            *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten()),
            *(nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)),
        ),
        (1, 28, 28),
        10,
        rmsprop,
    ),
    "fashion-cnn": Bare(
        lambda: nn.Sequential(
            *(nn.Conv2d(1, 64, 2, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3)),
            *(nn.Conv2d(64, 32, 2, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3)),
            *(nn.Flatten(), nn.Linear(1568, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 10)),
        ),
        (1, 28, 28),
        10,
        rmsprop,
    ),
    "vgg16-cifar100": Bare(vgg16, (3, 32, 32), 100, adam),
}
DTYPES = {
    "float32": torch.float32,
    "tf32": torch.float32,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
}

Batch = tuple[np.ndarray, np.ndarray]


def naive(bare: Bare, host: list[Batch], device: torch.device) -> Callable[[], object]:
    """Uploads each batch from the host and reads the loss at every step."""
    net = bare.build().to(device)
    optimizer = bare.optimizer(net, False)
    taken = 0

    def step() -> float:
        nonlocal taken
        images, labels = (torch.from_numpy(part).to(device) for part in host[taken % BATCHES])
        taken += 1
        optimizer.zero_grad()
        loss = F.cross_entropy(net(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def layout_of(device: torch.device, dtype: str) -> torch.memory_format:
    """Channels last, except where that is slower: on Metal, and in float32 on CUDA."""
    first = device.type == "mps" or (device.type == "cuda" and dtype == "float32")
    return torch.contiguous_format if first else torch.channels_last


def recorded(
    step: Callable[[Tensor, Tensor], Tensor], batches: list[tuple[Tensor, Tensor]]
) -> Callable[[], object]:
    """The whole step as one CUDA graph, as in PyTorch's notes on CUDA graphs; inputs are copied to its memory."""
    images, labels = (part.clone() for part in batches[0])
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UP):
            step(images, labels)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, stream=stream):
        step(images, labels)
    taken = 0

    def replay() -> None:
        nonlocal taken
        for static, given in zip((images, labels), batches[taken % BATCHES], strict=True):
            static.copy_(given)
        taken += 1
        graph.replay()

    return replay


def optimized(bare: Bare, host: list[Batch], device: torch.device, dtype: str) -> Callable[[], object]:
    """Keeps all batches on the device and reads nothing; on CUDA one graph, compiled in half precision."""
    layout, half = layout_of(device, dtype), DTYPES[dtype] != torch.float32
    net = bare.build().to(device).to(memory_format=layout)
    resident = [
        (
            torch.from_numpy(images).to(device).contiguous(memory_format=layout),
            torch.from_numpy(labels).to(device),
        )
        for images, labels in host
    ]
    on_cuda = device.type == "cuda"
    forward = torch.compile(net) if on_cuda and half else net
    optimizer = bare.optimizer(net, True)
    for group in optimizer.param_groups:
        group["capturable"] = on_cuda

    def step(images: Tensor, labels: Tensor) -> Tensor:
        optimizer.zero_grad()
        with torch.autocast(device.type, DTYPES[dtype] if half else torch.bfloat16, enabled=half):
            loss = F.cross_entropy(forward(images), labels)
        loss.backward()
        optimizer.step()
        return loss

    if on_cuda:
        return recorded(step, resident)
    taken = 0

    def next_step() -> Tensor:
        nonlocal taken
        taken += 1
        return step(*resident[(taken - 1) % BATCHES])

    return next_step


def product(size: int, device: torch.device, dtype: torch.dtype) -> Callable[[], object]:
    """Multiplies the pairs in turn."""
    pairs = [torch.rand(2, size, size).to(device, dtype) for _ in range(PAIRS)]
    taken = 0

    def step() -> Tensor:
        nonlocal taken
        taken += 1
        return torch.matmul(*pairs[taken % PAIRS])

    return step


def wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()
    elif device.type == "mps":
        torch.mps.synchronize()


def bare_step(cell: Any, device: torch.device) -> Callable[[], object]:
    """One training step, or one product, of the hand-written loop."""
    dtype = cell["dtype"]
    if cell["workload"] == "matmul":
        return product(cell["size"], device, DTYPES[dtype])
    bare, batch = NETS[cell["workload"]], cell["batchSize"]
    generator = np.random.default_rng(1)
    host = [
        (generator.random((batch, *bare.image), np.float32), generator.integers(0, bare.classes, batch))
        for _ in range(BATCHES)
    ]
    return naive(bare, host, device) if cell["recipe"] == "naive" else optimized(bare, host, device, dtype)


def elapsed_ns(work: Callable[[], object]) -> int:
    begin = time.perf_counter_ns()
    work()
    return time.perf_counter_ns() - begin


def compare(request: Any, pairs: int) -> dict[str, Any]:
    """Times alternating blocks of both with the same number of steps; the order within a pair alternates."""
    cell = request["cell"]
    device = torch.device({"none": "cpu", "metal": "mps"}.get(cell["device"]["api"], "cuda"))
    task = create_task(Worker(cell), request)
    step = bare_step(cell, device)
    for _ in range(WARM_UP):
        step()
        task.sample()
    task.calibrate(Clock())

    def bare() -> None:
        for _ in range(SAMPLES):
            for _ in range(task.passes):
                step()
            wait(device)

    def ours() -> None:
        measure(task.sample, EXACTLY, Clock(), lambda *_: None)

    found: dict[str, Any] = {"bareNs": [], "oursNs": [], "items": SAMPLES * task.items_per_sample}
    both = [("bareNs", bare), ("oursNs", ours)]
    for _ in range(pairs):
        for name, block in both:
            found[name].append(elapsed_ns(block))
        both.reverse()
    return found


if __name__ == "__main__":
    print(json.dumps(compare(**json.load(sys.stdin))))
