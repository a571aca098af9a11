"""Writes JSON in the format of the repository's formatter."""

from __future__ import annotations

import json
import textwrap
from typing import Any

DIGITS, WIDTH = 10, 110


def number(value: float) -> str:
    """Formats a number without the zero that Python adds to exponents below 10."""
    return json.dumps(float(f"{value:.{DIGITS}g}")).replace("e-0", "e-")


def write(value: Any, depth: int = 0) -> str:
    """Formats a value: numbers have ten digits; lists of numbers are wrapped, other items have one line each."""
    indent, inner = "  " * depth, "  " * (depth + 1)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        fields = [f"{inner}{json.dumps(key)}: {write(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(fields) + f"\n{indent}}}"
    if isinstance(value, list):
        items = [write(item, depth + 1) for item in value]
        flat = ", ".join(items)
        if all(isinstance(item, float) for item in value):
            if len(flat) + 30 <= WIDTH:
                return f"[{flat}]"
            flat = textwrap.fill(flat, WIDTH, initial_indent=inner, subsequent_indent=inner)
            return f"[\n{flat}\n{indent}]"
        return f"[\n{inner}" + f",\n{inner}".join(items) + f"\n{indent}]"
    return json.dumps(value)
