"""Computes references.json: first losses, gradients and outputs of every net, in float64.

    python3 -m venv /tmp/references && /tmp/references/bin/pip install numpy torch==2.13.0
    /tmp/references/bin/python runner/models/references/main.py > runner/models/references.json

Needs about 3 GB and twenty minutes of a CPU. Each net is computed in plainer arithmetic too: in float32 by two sets of
kernels, and in half precision. How far these lie from float64 is printed and kept, rounded up to one digit,
as the measure of what rounding alone can do (references.ts makes the tolerances of it).
Weights and samples come from the generator of the workers; nets, layers and optimisers share no code with them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[2] / "engines" / "python"))

import torch
from arithmetic import AUTOCAST, EXACT, SINGLE, Arithmetic, half_precision
from cases import CASES
from compute import Computed, compute
from differences import Difference, difference, worst
from write import write


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def reference(name: str) -> dict[str, Any]:
    case = CASES[name]

    def run(arithmetic: Arithmetic) -> Computed:
        return compute(case.net, *case.batch(), case.optimizer, arithmetic)

    exact = run(EXACT)
    say(f"{name}: {exact.parameters:,} parameters, losses {exact.losses}")

    def differs(what: str, arithmetic: Arithmetic) -> Difference:
        found = difference(run(arithmetic), exact, arithmetic.least_gradient)
        say(f"  {what} differs by {found}")
        return found

    rough = []
    for kernels, enabled in [("oneDNN", True), ("PyTorch", False)]:
        with torch.backends.mkldnn.flags(enabled=enabled):
            rough.append(differs(f"float32 of {kernels}", SINGLE))
    single = worst(rough)
    half = {
        "bfloat16": [
            differs("autocast to bfloat16", AUTOCAST),
            differs("bfloat16", half_precision(torch.bfloat16)),
        ],
        "float16": [differs("float16", half_precision(torch.float16))],
    }
    return {
        "batch": case.samples,
        "sequenceLength": case.sequence_length(),
        "losses": exact.losses,
        "float32LossError": single.losses,
        "gradients": exact.gradients,
        "float32GradientError": single.gradients,
        "outputs": exact.outputs,
        "float32OutputError": single.outputs,
        **{
            dtype: {
                "firstLossError": largest.first_loss,
                "lossError": largest.losses,
                "gradientError": largest.gradients,
                "outputError": largest.outputs,
            }
            for dtype, found in half.items()
            for largest in [worst(found)]
        },
    }


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(CASES)
    unknown = [name for name in wanted if name not in CASES]
    if unknown:
        sys.exit(f"references: no net {', '.join(unknown)}; name some of {', '.join(CASES)}, or none for all")
    print(write({name: reference(name) for name in wanted}))
