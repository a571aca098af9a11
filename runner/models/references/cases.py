"""What is computed of each net: from which samples, with which optimiser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nets
import numpy as np
from layers import SEED, Forward, Weights
from optimizers import Update, adam, rmsprop

from trainmark.check.generator import create_batch


@dataclass(frozen=True)
class Case:
    net: Callable[[Weights], Forward]
    samples: int
    input_shape: list[int]
    # As `runner/models/layers.ts` has it.
    source: dict[str, Any]
    classes: int | None
    # None where nothing is trained.
    optimizer: Update | None

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        sampled = {"inputShape": self.input_shape, "input": self.source, "classes": self.classes}
        return create_batch(sampled, SEED, 0, self.samples)  # type: ignore[arg-type]

    def sequence_length(self) -> int | None:
        return None if self.source["kind"] == "image" else self.input_shape[0]


IMAGE = {"kind": "image"}
WORDS = {"kind": "tokens", "vocabulary": 10_000}

CASES = {
    "mnist-cnn": Case(nets.mnist_cnn, 16, [28, 28, 1], IMAGE, 10, rmsprop(1e-3)),
    "fashion-cnn": Case(nets.fashion_cnn, 16, [28, 28, 1], IMAGE, 10, rmsprop(1e-3)),
    "vgg16-cifar100": Case(nets.vgg16, 16, [32, 32, 3], IMAGE, 100, adam(1e-4)),
    "image-cnn": Case(nets.image_cnn, 4, [224, 224, 3], IMAGE, 10, adam(1e-3)),
    "resnet18": Case(nets.resnet18, 4, [64, 64, 3], IMAGE, 10, adam(1e-3)),
    "transformer-encoder": Case(nets.transformer_encoder, 8, [50], WORDS, 10, adam(1e-4)),
    "deit-small": Case(nets.deit_small, 2, [224, 224, 3], IMAGE, 100, adam(1e-4)),
    "attention": Case(nets.attention_layer, 2, [32, 512], {"kind": "features"}, None, None),
}
