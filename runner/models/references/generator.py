"""The generator of weights and samples, the only module that is shared with the Python workers."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "engines" / "python"))

from trainmark.check.generator import (
    SIGN_SETS,
    average_values,
    create_batch,
    sign_bits,
    stream_key,
    uniform_array,
)

__all__ = ["SIGN_SETS", "average_values", "create_batch", "sign_bits", "stream_key", "uniform_array"]
