"""The computation of a reference: net, samples and optimizer. `nets/<id>.py` declares one as `CASE`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from generator import create_batch
from layers import SEED, Forward, Weights
from optimizers import Update


@dataclass(frozen=True)
class Case:
    net: Callable[[Weights], Forward]
    samples: int
    input_shape: list[int]
    # As declared in `runner/models/layers.ts`.
    source: dict[str, Any]
    classes: int | None
    # None if the net is not trained.
    optimizer: Update | None

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        sampled = {"inputShape": self.input_shape, "input": self.source, "classes": self.classes}
        return create_batch(sampled, SEED, 0, self.samples)  # type: ignore[arg-type]

    def sequence_length(self) -> int | None:
        return None if self.source["kind"] == "image" else self.input_shape[0]


IMAGE = {"kind": "image"}


def case_ids() -> list[str]:
    return sorted(path.stem for path in (Path(__file__).parent / "nets").glob("*.py"))


def find_case(name: str) -> Case:
    # An id may contain a hyphen, which the `import` statement does not allow.
    return import_module(f"nets.{name}").CASE
