"""Checks the probabilities of the next token, as `runner/language-model/next-token.ts` does; and after the loop that it read
whole traces, each anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from framework.reader import Reader, Traces, each_token, probabilities, tokens_of
from trainmark.check.work import new_inputs_comparison
from trainmark.measure.clock import Clock
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


def check_again(
    checked: dict[str, Any],
    reader: Reader,
    traces: Traces,
    declaration: dict[str, Any],
    usual_ns: float,
    clock: Clock,
) -> dict[str, Any]:
    """Called after the loop, whose passes took `usual_ns`: a pass over another trace of its length must find what pieces find
    that are as short as those of the check before. Raises if passes over a trace that was read before save their work."""
    other = traces.of(1)
    found = probabilities(traces.read(other))
    reader.clear()
    piece = declaration["own"]["tokens"]
    for first in range(0, len(other), piece):
        logits = reader.read(tokens_of(other[first : first + piece]))
    error = max(checked["maxRelativeError"], position_error(found, probabilities(logits)))
    require_work(traces, usual_ns, clock)
    return {
        **checked,
        "positions": checked["positions"] + 1,
        "maxRelativeError": error,
        "passed": error <= checked["tolerance"],
    }


def require_work(traces: Traces, usual_ns: float, clock: Clock) -> None:
    number = 1

    def renew() -> None:
        nonlocal number
        number += 1
        traces.prepare(number)

    compared = new_inputs_comparison(
        renew, lambda: traces.pass_over(number), lambda: traces.pass_over(0), usual_ns, clock
    )
    if compared.error > compared.tolerance:
        raise RuntimeError(
            f"a trace that was read before takes {100 * compared.error:.0f} % less time: results are kept"
        )
