"""How many threads compute on the CPU: a framework's own choice may count hyper-threads or another machine's cores."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path


def _available() -> list[int]:
    """Logical processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def physical_cores() -> int:
    """Cores that this process may use; logical processors where the system does not say which of them are one core."""
    available = _available()
    if platform.system() == "Darwin":
        asked = subprocess.run(["/usr/sbin/sysctl", "-n", "hw.physicalcpu"], capture_output=True, text=True)
        if asked.stdout.strip().isdigit():
            return int(asked.stdout)
    try:
        folder = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
        return len({Path(folder.format(cpu)).read_text() for cpu in available})
    except OSError:
        return len(available)


def thread_count() -> int:
    """OMP_NUM_THREADS where the person set it, else the physical cores."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else physical_cores()
