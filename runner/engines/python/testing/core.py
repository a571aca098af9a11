"""For tests: results of the shared Python code, which `core.test.ts` compares with those of the runner."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from trainmark.check import check, first_steps, generator, gradient, masks, reference, shuffle
from trainmark.check.dropout import (
    dropout_gradient_comparisons,
    dropout_rates,
    dropped_comparisons,
    dropped_of,
)
from trainmark.check.fill import filled_places
from trainmark.check.movement import OptimizerSample, movement_comparison
from trainmark.check.sampled_rows import sampled_rows
from trainmark.converge.datasets import Samples, generate_dataset, load_dataset
from trainmark.measure.clock import Clock
from trainmark.measure.measure import measure
from trainmark.protocol.protocol import error_message


class SteppedClock(Clock):
    """Advances only with samples; `jumps` are milliseconds by sample index: [monotonic, wall]."""

    def __init__(self, durations_ms: list[float], jumps: dict[str, list[float]]) -> None:
        self._durations, self._jumps = durations_ms, jumps
        self._ms, self._offset_ms, self._taken = 1000.0, 0.0, 0

    def now_ns(self) -> int:
        return round(self._ms * 1e6)

    def wall_ms(self) -> float:
        return self._ms + self._offset_ms

    def sample(self) -> None:
        monotonic_ms, wall_ms = self._jumps.get(str(self._taken), (0, 0))
        self._ms += self._durations[min(self._taken, len(self._durations) - 1)] + monotonic_ms
        self._offset_ms += wall_ms - monotonic_ms
        self._taken += 1


def sha256(values: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def raised(action: Any, *arguments: Any) -> Any:
    """The result of the action, or the message of the exception it raised."""
    try:
        return action(*arguments)
    except Exception as error:
        return {"raised": str(error)}


def of_net(net: Any, seed: int, first: int, count: int) -> dict[str, Any]:
    inputs, labels = generator.create_batch(net, seed, first, count)
    weights = [sha256(values) for values in generator.net_values(net, seed)]
    return {"inputs": sha256(inputs), "labels": labels.tolist(), "weights": weights}


def timed(timing: Any, durations_ms: list[float], jumps: dict[str, list[float]]) -> dict[str, Any]:
    clock = SteppedClock(durations_ms, jumps)
    reports: list[list[Any]] = []
    measured = measure(clock.sample, timing, clock, lambda *report: reports.append(list(report)))
    return {"measured": measured, "reports": reports}


def of_dataset(data: Any, folder: str | None) -> dict[str, Any]:
    dataset = load_dataset(data, Path(folder)) if folder else generate_dataset(data, lambda _: None)

    def told(samples: Samples) -> dict[str, Any]:
        return {"images": sha256(samples.images), "labels": samples.labels.tolist()}

    return {"train": told(dataset.train), "test": told(dataset.test)}


def outputs_error(output: list[float | None], expected: list[float]) -> dict[str, Any]:
    row = np.array([np.nan if value is None else value for value in output])
    return check.output_check([check.row_error(row, expected)], [], 0.1)


def of_training(found: Any, expected: Any) -> dict[str, Any]:
    steps = first_steps.FirstSteps(**found)
    return check.training_check(steps.losses, first_steps.first_step_comparisons(steps, expected), True)


def equal_samples(found: Any, proven: Any, expected: Any) -> dict[str, Any]:
    steps = first_steps.FirstSteps(**found), first_steps.FirstSteps(**proven)
    return first_steps.equal_samples_comparison(*steps, expected)._asdict()


def shares(dropped: list[list[float]], without: list[list[float]], expected: Any, copies: float) -> Any:
    found = [[gradient.GradientSample(0, [], np.array(one)) for one in both] for both in (dropped, without)]
    return masks.shares_comparison(*found, expected, copies)._asdict()


def of_dropouts(layers: Any, steps: list[list[Any]], shape: list[int]) -> list[dict[str, Any]]:
    """`steps` hold what entered and left each dropout, as lists of samples of a shape."""
    rates = dropout_rates(layers)
    first, second = [
        dropped_of(
            [tuple(np.float32(values).reshape(-1, *shape) for values in pair) for pair in pairs],
            rates,
            "float32",
        )
        for pairs in steps
    ]
    return [one._asdict() for one in dropped_comparisons(first, second, "float32")]


def of_dropout_gradients(
    layers: Any, passes: list[list[list[float]]], shape: list[int]
) -> list[dict[str, Any]]:
    """`passes` hold, of each dropout, what entered and left it, and the gradients that arrived there and left it."""
    pairs = [tuple(np.float32(values).reshape(-1, *shape) for values in one) for one in passes]
    found = [((before, after), (arriving, passed)) for before, after, arriving, passed in pairs]
    return [one._asdict() for one in dropout_gradient_comparisons(found, dropout_rates(layers), "float32")]


def sampled(shape: list[int]) -> list[list[int]]:
    """First element and number of elements of each run of rows."""
    array = np.arange(int(np.prod(shape)), dtype=np.int32).reshape(shape)
    return [[int(rows.reshape(-1)[0]), rows.size] for rows in sampled_rows(array)]


def moved(states: list[list[Any]], rule: Any, step: int) -> dict[str, Any]:
    """`states` are the samples before and after a step; each has weights, means or null, and squares."""
    samples = [
        [
            OptimizerSample(
                np.array(one["weights"]),
                tuple(np.array(one[name]) for name in ("means", "squares") if one[name] is not None),
            )
            for one in state
        ]
        for state in states
    ]
    return movement_comparison(*samples, rule, step)._asdict()


ANSWERS = {
    "mix": lambda values: [generator.mix(value) for value in values],
    "bits": lambda seed, stream, count: generator.bits(generator.stream_key(seed, stream), 0, count).tolist(),
    "net": of_net,
    "shuffled": lambda *asked: shuffle.shuffled(*asked).tolist(),
    "seedOfRun": shuffle.seed_of_run,
    "measure": timed,
    "dataset": of_dataset,
    "outputCheck": outputs_error,
    "trainingCheck": of_training,
    "equalSamples": equal_samples,
    "dropouts": of_dropouts,
    "dropoutGradients": of_dropout_gradients,
    "sampledRows": sampled,
    "dropout": lambda *asked: masks.dropout_comparison(*asked)._asdict(),
    "shares": shares,
    "signedSums": lambda seed, array, values: gradient.signed_sums(seed, array, np.array(values)),
    "movement": moved,
    "filledPlaces": lambda *asked: filled_places(*asked).tolist(),
    "averages": lambda *asked: list(map(sha256, generator.average_values(*asked))),
    "copyValues": lambda *asked: generator.copy_values(*asked).tolist(),
    "productRows": lambda *asked: reference.product_rows(*asked).tolist(),
    "attentionRow": lambda *asked: reference.attention_row(*asked).tolist(),
    "reason": lambda words: error_message(RuntimeError(words)),
}

if __name__ == "__main__":
    print(json.dumps([raised(ANSWERS[name], *asked) for name, *asked in json.load(sys.stdin)]))
