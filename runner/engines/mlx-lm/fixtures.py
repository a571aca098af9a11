"""For tests: probabilities of the next token, beside those of the float64 script for the same file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "language-model"))

import references

from framework import device, gguf
from framework.next_token import position_error
from framework.reader import Reader, each_token, probabilities, tokens_of

PROMPT = [3, 141, 59, 26, 53, 58, 97, 93, 23, 84, 62, 64]
POSITIONS = [2, 7, 11]


def exact(path: str) -> list[np.ndarray]:
    rows = references.logits(references.Gguf(path), PROMPT, POSITIONS)
    chances = np.exp(rows - rows.max(axis=1, keepdims=True))
    return list(chances / chances.sum(axis=1, keepdims=True))


def largest_error(path: str, quantization: str, at_once: bool, traditional: bool) -> float:
    """Probabilities at three positions; `traditional` rotates adjacent pairs, which is wrong for this architecture."""
    arguments = gguf._arguments
    if traditional:
        gguf._arguments = lambda *facts: {**arguments(*facts), "rope_traditional": True}
    device.choose("cpu")
    reader = Reader(gguf.load(path, quantization, False))
    errors = []
    for position, expected in zip(POSITIONS, exact(path), strict=True):
        reader.clear()
        prompt = PROMPT[: position + 1]
        logits = reader.read(tokens_of(prompt)) if at_once else reader.read_each(each_token(prompt))
        errors.append(position_error(probabilities(logits), expected))
    return max(errors)


if __name__ == "__main__":
    asked: Any = json.load(sys.stdin)
    print(json.dumps(largest_error(**asked)))
