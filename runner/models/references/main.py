"""Computes the float64 references of nets (first losses, gradients and updates, outputs) and writes `<id>.json` next to this file.

    npm run bench -- setup pytorch
    .cache/python/pytorch/bin/python runner/models/references/main.py mnist-cnn

The files in the repository were computed with PyTorch 2.13.0. Without an id, all nets are computed, which takes about
3 GB and twenty minutes on a CPU. Each net is also computed in lower precision: in float32 with two sets of kernels, in
TensorFloat-32 with two ways of rounding, and in half precision. Their differences from float64 are printed and saved, rounded up to one digit, as the error that
rounding alone can cause (references.ts derives the tolerances from them). Weights and samples come from the workers'
generator; nets, layers and optimizers share no code with the workers.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import torch
from arithmetic import AUTOCAST, EXACT, SINGLE, TENSOR_FLOATS, Arithmetic, half_precision
from case import Case, case_ids, find_case
from compute import Computed, compute, dropout_draws
from differences import Difference, difference, worst
from write import write


def with_dropout(case: Case) -> dict[str, Any] | None:
    draws = dropout_draws(case.net, *case.batch())
    if draws is None:
        return None
    losses = [loss for loss, _ in draws]
    shares = [list(of_array) for of_array in zip(*(shares for _, shares in draws), strict=True)]
    return {
        "loss": mean(losses),
        "deviation": stdev(losses),
        "shares": list(map(mean, shares)),
        "shareDeviations": list(map(stdev, shares)),
    }


def reference(name: str) -> dict[str, Any]:
    case = find_case(name)

    def run(arithmetic: Arithmetic) -> Computed:
        return compute(case.net, *case.batch(), case.optimizer, arithmetic)

    exact = run(EXACT)
    print(f"{name}: {exact.parameters:,} parameters, losses {exact.losses}", flush=True)

    def differs(what: str, arithmetic: Arithmetic) -> Difference:
        found = difference(run(arithmetic), exact, arithmetic)
        print(f"  {what} differs by {found}", flush=True)
        return found

    rough = []
    for kernels, enabled in [("oneDNN", True), ("PyTorch", False)]:
        with torch.backends.mkldnn.flags(enabled=enabled):
            rough.append(differs(f"float32 of {kernels}", SINGLE))
    single = worst(rough)
    fewer_bits = {
        "tf32": [differs(f"tf32, {how}", arithmetic) for how, arithmetic in TENSOR_FLOATS.items()],
        "bfloat16": [
            differs("autocast to bfloat16", AUTOCAST),
            differs("bfloat16", half_precision(torch.bfloat16)),
        ],
        "float16": [differs("float16", half_precision(torch.float16))],
    }
    return {
        "parameters": exact.parameters,
        "batch": case.samples,
        "sequenceLength": case.sequence_length(),
        "losses": exact.losses,
        "float32LossError": single.losses,
        "gradients": exact.gradients,
        "float32GradientError": single.gradients,
        "directions": exact.directions,
        "float32DirectionError": single.directions,
        "updates": exact.updates,
        "float32UpdateErrors": [single.first_updates, single.second_updates],
        "averages": exact.averages,
        "dropout": with_dropout(case),
        "outputs": exact.outputs,
        "float32OutputError": single.outputs,
        **{
            dtype: {
                "firstLossError": largest.first_loss,
                "lossError": largest.losses,
                "gradientError": largest.gradients,
                "directionError": largest.directions,
                "updateErrors": [largest.first_updates, largest.second_updates],
                "outputError": largest.outputs,
            }
            for dtype, found in fewer_bits.items()
            for largest in [worst(found)]
        },
    }


if __name__ == "__main__":
    wanted = sys.argv[1:] or case_ids()
    unknown = [name for name in wanted if name not in case_ids()]
    if unknown:
        sys.exit(
            f"references: no net {', '.join(unknown)}; add nets/<id>.py or name some of {', '.join(case_ids())}"
        )
    for name in wanted:
        path = Path(__file__).with_name(f"{name}.json")
        path.write_text(write(reference(name)) + "\n")
        print(f"  written to {path}", flush=True)
