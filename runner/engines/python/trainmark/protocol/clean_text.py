"""Converts messages of frameworks for the protocol: one printable line without paths, and its outcome."""

from __future__ import annotations

import re
import unicodedata

LONGEST_REASON = 1000

# Absolute paths with at least two parts, which may contain user and host names. As `runner/text/clean-text.ts`.
_PATH = re.compile(
    r"""(?:file://)?(?<![\w.:/])(?:/|[A-Za-z]:[\\/]|\\\\)(?:[^\s"'`()<>|:,;\\/]+[\\/])+([^\s"'`()<>|:,;\\/]*)"""
)
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")

# Messages of frameworks and allocators when memory is exhausted: as `runner/text/symptoms.ts`, and those of Metal.
_OUT_OF_MEMORY = re.compile(
    r"out of memory|not enough memory|allocation failed|bad_alloc|unable to allocate|cannot allocate memory|"
    r"could not allocate|can't allocate memory|ENOMEM|resource_exhausted|OOM when allocating|"
    r"out_of_(?:device_|host_)?memory|maximum allowed buffer size|insufficient memory",
    re.IGNORECASE,
)


def clean_name(raw: str, longest: int = 100) -> str:
    """One printable line of at most `longest` characters, trimmed; never empty."""
    printable = "".join(" " if unicodedata.category(c)[0] in "C" else c for c in _COLOR.sub("", raw))
    line = " ".join(printable.split())
    return (line if len(line) <= longest else f"{line[: longest - 2].rstrip()}…") or "unknown"


def clean_reason(raw: str, longest: int = LONGEST_REASON) -> str:
    """As `clean_name`, with every absolute path reduced to its last part."""
    return clean_name(_PATH.sub(r"\1", raw), longest)


def says_out_of_memory(text: str) -> bool:
    return _OUT_OF_MEMORY.search(text) is not None
