"""The process of the engine `pytorch`: answers the commands of the benchmark on stdin until it ends. See messages.ts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "runner" / "engines" / "pytorch"))
sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "runner" / "engines" / "python"))

from framework import Worker
from framework.device import full_version
from framework.precision_policy import set_precision
from trainmark.machine.threads import thread_count
from trainmark.run import create_task
from trainmark.tasks.task import Task

Compute = Callable[[], Tensor]


def product(problem: Any, left: np.ndarray, right: np.ndarray) -> Compute:
    rows, depth, columns = problem["rows"], problem["depth"], problem["columns"]
    transposed = problem["leftTransposed"]
    a = torch.from_numpy(left).view(*((depth, rows) if transposed else (rows, depth)))
    b = torch.from_numpy(right).view(depth, columns)
    return lambda: torch.matmul(a.t() if transposed else a, b)


def channels_last(values: np.ndarray, count: int, height: int, width: int, channels: int) -> Tensor:
    """An image [count, channels, height, width], whose channels lie side by side in memory as in the optimized recipe."""
    return torch.from_numpy(values).view(count, height, width, channels).permute(0, 3, 1, 2)


def same_padding(shape: Any) -> int | None:
    """The padding of every border; None if opposite borders differ, which a convolution of PyTorch cannot have."""
    kernel, stride, top, left = (shape[name] for name in ("kernel", "stride", "padTop", "padLeft"))
    whole = [(shape[out] - 1) * stride + kernel - shape[size] for out, size in SIDES]
    return top if top == left and all(padding == 2 * top for padding in whole) else None


SIDES = (("outHeight", "height"), ("outWidth", "width"))


def convolution(problem: Any, first: np.ndarray, second: np.ndarray) -> Compute | None:
    kind, shape = problem["kind"], problem["shape"]
    batch, kernel, stride = shape["batch"], shape["kernel"], shape["stride"]
    channels, filters = shape["channels"], shape["filters"]
    padding = same_padding(shape)
    if padding is None:
        return None

    def image(values: np.ndarray) -> Tensor:
        return channels_last(values, batch, shape["height"], shape["width"], channels)

    def gradient(values: np.ndarray) -> Tensor:
        return channels_last(values, batch, shape["outHeight"], shape["outWidth"], filters)

    def weights(values: np.ndarray) -> Tensor:
        """[filters, channels, kernel, kernel]"""
        declared = torch.from_numpy(values).view(kernel, kernel, channels, filters)
        return declared.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)

    def backward(dy: Tensor, x: Tensor, w: Tensor, mask: list[bool]) -> tuple[Tensor, ...]:
        pair = [stride, stride], [padding, padding], [1, 1]
        return torch.ops.aten.convolution_backward(dy, x, w, None, *pair, False, [0, 0], 1, mask)

    if kind == "convolution":
        x, w = image(first), weights(second)
        return lambda: F.conv2d(x, w, stride=stride, padding=padding).permute(0, 2, 3, 1)
    if kind == "convolution-input-gradient":
        dy, w = gradient(first), weights(second)
        x = torch.empty_like(image(np.empty(batch * shape["height"] * shape["width"] * channels, np.float32)))
        return lambda: backward(dy, x, w, [True, False, False])[0].permute(0, 2, 3, 1)
    x, dy = image(first), gradient(second)
    w = weights(np.empty(kernel * kernel * channels * filters, np.float32))
    return lambda: backward(dy, x, w, [False, True, False])[1].permute(2, 3, 1, 0)


class Server:
    """Holds one subject at a time."""

    _compute: Compute | None = None
    _trained: Task | None = None

    def answer(self, command: Any) -> Any:
        return getattr(self, f"_{command.pop('kind')}")(**command)

    def _problem(self, problem: Any, files: Iterable[str]) -> bool:
        operands = [np.fromfile(file, np.float32) for file in files]
        kinds = {"product": product, "attention": None, "attention-gradient": None}
        prepare = kinds.get(problem["kind"], convolution)
        self._compute = prepare and prepare(problem, *operands)
        return self._compute is not None

    def _task(self, request: Any) -> bool:
        self._trained = create_task(Worker(request["cell"]), request)
        return True

    def _run(self, times: int) -> None:
        for _ in range(times):
            if self._trained is not None:
                self._trained.sample()
            else:
                self._compute()

    def _observe(self) -> dict[str, Any]:
        return {}

    def _read(self, parts: Iterable[Any]) -> list[list[float]]:
        result = self._compute().reshape(-1)
        return [result[part["first"] :][: part["count"]].tolist() for part in parts]

    def _dispose(self) -> None:
        self._compute = self._trained = None


def reply(answer: Callable[[], Any], out: Any) -> None:
    try:
        value = {"value": answer()}
    except Exception as error:
        value = {"error": str(error) or type(error).__name__}
    print(json.dumps(value), file=out, flush=True)


def main() -> None:
    # Whatever else is printed must not be taken for a reply.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    set_precision("float32", torch.device("cpu"))
    torch.set_num_threads(thread_count())
    reply(full_version, out)
    server = Server()
    for line in sys.stdin:
        reply(lambda line=line: server.answer(json.loads(line)), out)


if __name__ == "__main__":
    main()
