"""For tests: probabilities of the next token, beside those of the float64 script for the same file; and readers with faults
that a repetition has to find."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import mlx.core as mx
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "language-model"))

import references

from framework import device, gguf, run
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


# From this number of tokens on, faults appear; the check before the loop reads fewer.
FROM = 20


class CutPrompt(Reader):
    def read(self, tokens: mx.array) -> mx.array:
        return super().read(tokens[:FROM])


class FewTokens(Reader):
    def read_each(self, tokens: list[mx.array]) -> mx.array:
        return super().read_each(tokens[:FROM])


class EarlyExit(Reader):
    """The last layer is left out."""

    def read(self, tokens: mx.array) -> mx.array:
        layers = self._net.model.layers
        if len(tokens) >= FROM:
            self._net.model.layers = layers[:-1]
        logits = super().read(tokens)
        self._net.model.layers = layers
        return logits


class KeptCache(Reader):
    """The cache of the last prompt stays."""

    begun = False

    def clear(self) -> None:
        if not self.begun:
            super().clear()
        self.begun = True


class KeptLogits(Reader):
    """A prompt that was read before is not read again."""

    def read(self, tokens: mx.array) -> mx.array:
        kept = self.__dict__.setdefault("kept", {})
        key = np.array(tokens).tobytes()
        if key not in kept or len(tokens) < FROM:
            kept[key] = super().read(tokens)
        return kept[key]


READERS = {
    "nothing": Reader,
    "a prompt that is cut": CutPrompt,
    "fewer tokens": FewTokens,
    "early exit": EarlyExit,
    "the cache of the last prompt": KeptCache,
    "prompts read once": KeptLogits,
}


def passes(fault: str, request: Any) -> bool | str:
    """Whether the check passes, or the error in which the fault ends."""
    messages: list[Any] = []
    try:
        with mock.patch.object(sys.modules[run.__module__], "Reader", READERS[fault]):
            run(request, messages.append)
    except RuntimeError as error:
        return str(error)
    return messages[-1]["check"]["passed"]


if __name__ == "__main__":
    asked: Any = json.load(sys.stdin)
    print(json.dumps(passes(**asked) if "fault" in asked else largest_error(**asked)))
