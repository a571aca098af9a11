"""Number of CPU threads: a framework's default may count hyper-threads or the cores of a container's host."""

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
    """Physical cores that this process may use; logical processors if the system does not report which share a core."""
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


def _granted() -> int:
    """Threads that the runner grants: a quota of the container's CPU time may be smaller than its processors."""
    granted = os.environ.get("TRAINMARK_THREADS", "")
    return int(granted) if granted.isdigit() and int(granted) > 0 else len(_available())


def thread_count() -> int:
    """OMP_NUM_THREADS if it is set, otherwise the number of physical cores, within the quota."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else min(physical_cores(), _granted())
