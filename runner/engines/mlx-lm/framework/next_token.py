"""Checks the probabilities of the next token, as `runner/language-model/next-token.ts` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from framework.reader import Reader, each_token, probabilities, tokens_of
from trainmark.protocol.protocol import Progress

_MOST = 1e30

# Probabilities after selected positions of a prompt.
Ask = Callable[[Sequence[int], Sequence[int]], list[np.ndarray]]


def _ask_at_once(reader: Reader) -> Ask:
    """Reads the prompt at once, in the way that a prompt is timed."""

    def ask(prompt: Sequence[int], positions: Sequence[int]) -> list[np.ndarray]:
        found = []
        for position in positions:
            reader.clear()
            found.append(probabilities(reader.read(tokens_of(prompt[: position + 1]))))
        return found

    return ask


def _ask_each(reader: Reader) -> Ask:
    """Reads the prompt one token at a time, in the way that a generation is timed."""

    def ask(prompt: Sequence[int], positions: Sequence[int]) -> list[np.ndarray]:
        reader.clear()
        chances = []
        for token in each_token(prompt[: max(positions) + 1]):
            chances.append(probabilities(reader.read_each([token])))
        return [chances[position] for position in positions]

    return ask


def position_error(found: np.ndarray, expected: Sequence[float] | np.ndarray) -> float:
    """Largest |p - expected| divided by the largest expected one; NaN counts as infinite."""
    wanted = np.asarray(expected, np.float64)
    error = float(np.abs(found - wanted).max() / wanted.max())
    return min(error, _MOST) if np.isfinite(error) else _MOST


def check(
    reader: Reader, mode: str, declaration: dict[str, Any], trace: Sequence[int], progress: Progress
) -> dict[str, Any]:
    """Compares with float64 if the repository has a reference for this file, otherwise both ways of reading."""
    progress(0)
    at_once, each = _ask_at_once(reader), _ask_each(reader)
    reference, tolerance = declaration["reference"], declaration["tolerance"]
    if reference is not None:
        positions = [one["position"] for one in reference["expected"]]
        found = (at_once if mode == "prompt" else each)(reference["prompt"], positions)
        errors = [
            position_error(chances[one["tokens"]], one["probabilities"])
            for chances, one in zip(found, reference["expected"], strict=True)
        ]
    else:
        prompt = trace[: declaration["own"]["tokens"]]
        positions = [position for position in declaration["own"]["positions"] if position < len(prompt)]
        both = zip(at_once(prompt, positions), each(prompt, positions), strict=True)
        errors = [position_error(chances, expected) for chances, expected in both]
    return {
        "kind": "next-token",
        "against": "itself" if reference is None else "reference",
        "positions": len(errors),
        "maxRelativeError": max(errors),
        "tolerance": tolerance,
        "passed": max(errors) <= tolerance,
    }
