"""The name of the CPU, the same for all engines."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from trainmark.protocol.clean_text import clean_name


def _registered() -> str:
    import winreg

    path = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])


def cpu_name() -> str:
    """The name that the runner decided; without a runner the model, or the architecture if there is none."""
    decided = os.environ.get("TRAINMARK_CPU_NAME", "")
    if decided:
        return clean_name(decided, 200)
    try:
        if platform.system() == "Darwin":
            command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
            return clean_name(subprocess.run(command, capture_output=True, text=True).stdout, 200)
        if platform.system() == "Windows":
            return clean_name(_registered(), 200)
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        named = [line.partition(":")[2] for line in lines if line.startswith("model name")]
        return clean_name(named[0] if named else "unknown CPU", 200)
    except OSError:
        return clean_name(platform.machine(), 200)
