"""A bare training loop, as PyTorch's documentation teaches it; shares no code with the worker that it is compared with.

    python native.py NET naive|optimized BATCH DEVICE SECONDS

Prints {"samplesNs": [...], "itemsPerSample": n}.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

BATCHES, WARM_UP, SAMPLE_S, MOST_STEPS = 8, 10, 0.05, 64

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


def main(name: str, recipe: str, batch: int, place: str, seconds: float) -> None:
    device = torch.device(place)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = recipe == "optimized"
    generator = np.random.default_rng(1)
    host = [
        (generator.random((batch, 1, 28, 28), np.float32), generator.integers(0, 10, batch))
        for _ in range(BATCHES)
    ]
    step = (naive if recipe == "naive" else optimized)(NETS[name]().to(device), host, device)

    def sample(steps: int) -> int:
        begin = time.perf_counter_ns()
        for _ in range(steps):
            step()
        wait(device)
        return time.perf_counter_ns() - begin

    sample(WARM_UP)
    steps = 1
    if recipe == "optimized":
        steps = max(1, min(MOST_STEPS, math.ceil(SAMPLE_S * 1e9 / sample(1))))
    samples: list[int] = []
    while sum(samples) < seconds * 1e9:
        samples.append(sample(steps))
    print(json.dumps({"samplesNs": samples, "itemsPerSample": steps * batch}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], float(sys.argv[5]))
