"""The request of a run: the Python side of `declaration.ts` and of the runner's `protocol.ts`."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Device(TypedDict):
    kind: Literal["cpu", "gpu"]
    api: str
    name: str
    software: bool


class Cell(TypedDict):
    workload: str
    mode: Literal["train", "infer", "op", "converge", "prompt", "generate"]
    engine: str
    device: Device
    recipe: Literal["naive", "optimized"]
    dtype: Literal["float32", "tf32", "float16", "bfloat16", "quantized"]
    batchSize: int | None
    size: int | None
    sequenceLength: int | None
    languageModel: dict[str, Any] | None


class Timing(TypedDict):
    """See `timingSchema`."""

    minWarmUpSteps: int
    minWarmUpMs: int
    minSamples: int
    minMeasureMs: int
    maxMeasureMs: int
    exactSamples: int | None


# A layer or optimizer is a dictionary as declared in `runner/models/layers.ts`; `kind` selects the type.
Layer = dict[str, Any]
Optimizer = dict[str, Any]


class Weight(TypedDict):
    """A trainable array: `start` is {"kind": "uniform", "limit"} or {"kind": "constant", "value"}."""

    name: str
    shape: list[int]
    start: dict[str, Any]


class Net(TypedDict):
    inputShape: list[int]
    input: dict[str, Any]
    layers: list[Layer]
    weights: list[Weight]
    classes: int | None
    averages: list[int]


class Reference(TypedDict):
    """Expected results for `seed`; see `runner/models/references.ts`."""

    seed: int
    steps: int
    net: Net
    batch: int
    sequenceLength: int | None
    losses: list[float]
    firstLossTolerance: float
    lossTolerance: float
    gradients: list[float]
    gradientTolerance: float
    leastGradient: float
    directions: list[list[float]]
    directionTolerance: float | None
    updates: list[list[float | None]]
    updateTolerances: list[float]
    averages: list[float]
    dropout: dict[str, Any] | None
    outputs: list[list[float]]
    outputTolerance: float


class Convergence(TypedDict):
    target: float
    maxEpochs: int
    dataFolder: str | None


class _Required(TypedDict):
    type: Literal["probe", "run"]
    protocol: int
    cell: Cell
    timing: Timing
    runIndex: int
    seed: int
    convergence: Convergence | None
    modelFile: str | None
    # One of the kinds in `declaration.ts`, selected by its `kind`.
    declaration: dict[str, Any]


class Request(_Required, total=False):
    # Milliseconds from the start of building after which no new sample starts, once there is one; without it no limit.
    budgetMs: int
