"""A bare training loop, as PyTorch's documentation teaches it, and our worker's task over the same net, in one process.

The bare loop shares no code with the worker. Blocks of both take turns, so that a slow spell of the machine hits both.
The process has the worker's settings of threads, precision and memory, so that both have them.
Reads {"request": the worker's, "pairs": n} from stdin; prints {"bareNs": [...], "oursNs": [...], "items": of a block}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from trainmark.clock import Clock
from trainmark.measure import measure
from trainmark.pytorch import Worker
from trainmark.run import create_task

BATCHES, WARM_UP = 8, 5
# Of a block; several, so that the beginning and end of our timing loop weigh as in a measurement.
SAMPLES = 4
EXACTLY = {
    **{"minWarmUpSteps": 0, "minWarmUpMs": 0, "minSamples": 1, "minMeasureMs": 0, "maxMeasureMs": 1},
    "exactSamples": SAMPLES,
}

NETS: dict[str, Callable[[], nn.Module]] = {
    "mnist-cnn": lambda: nn.Sequential(
        *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten()),
        *(nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)),
    ),
    "fashion-cnn": lambda: nn.Sequential(
        *(nn.Conv2d(1, 64, 2, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3)),
        *(nn.Conv2d(64, 32, 2, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3), nn.Flatten()),
        *(nn.Linear(1568, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 10)),
    ),
}


def naive(
    net: nn.Module, host: list[tuple[np.ndarray, np.ndarray]], device: torch.device
) -> Callable[[], object]:
    """Arrays of the host batch by batch, the loss is read every step."""
    optimizer = torch.optim.RMSprop(net.parameters(), 1e-3, 0.9, 1e-7)
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


def optimized(
    net: nn.Module, host: list[tuple[np.ndarray, np.ndarray]], device: torch.device
) -> Callable[[], object]:
    """All batches on the device, channels last but on Metal, nothing is read; compiled on CUDA."""
    layout = torch.contiguous_format if device.type == "mps" else torch.channels_last
    net.to(memory_format=layout)
    resident = [
        (
            torch.from_numpy(images).to(device).contiguous(memory_format=layout),
            torch.from_numpy(labels).to(device),
        )
        for images, labels in host
    ]
    forward = torch.compile(net, mode="reduce-overhead") if device.type == "cuda" else net
    optimizer = torch.optim.RMSprop(net.parameters(), 1e-3, 0.9, 1e-7, foreach=True)
    taken = 0

    def step() -> Tensor:
        nonlocal taken
        images, labels = resident[taken % BATCHES]
        taken += 1
        loss = F.cross_entropy(forward(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss

    return step


def wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()
    elif device.type == "mps":
        torch.mps.synchronize()


def bare_loop(name: str, recipe: str, batch: int, device: torch.device) -> Callable[[], object]:
    """One training step of the hand-written loop."""
    generator = np.random.default_rng(1)
    host = [
        (generator.random((batch, 1, 28, 28), np.float32), generator.integers(0, 10, batch))
        for _ in range(BATCHES)
    ]
    return (naive if recipe == "naive" else optimized)(NETS[name]().to(device), host, device)


def elapsed_ns(work: Callable[[], object]) -> int:
    begin = time.perf_counter_ns()
    work()
    return time.perf_counter_ns() - begin


def compare(request: Any, pairs: int) -> dict[str, Any]:
    """Blocks of both in turn, each of the same steps; who goes first alternates."""
    cell = request["cell"]
    device = torch.device({"none": "cpu", "metal": "mps"}.get(cell["device"]["api"], "cuda"))
    task = create_task(Worker(cell), request)
    step = bare_loop(cell["workload"], cell["recipe"], cell["batchSize"], device)
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
