"""Reuses freed CPU memory instead of returning it to the system."""

from __future__ import annotations

import ctypes
import platform

# From glibc's malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4
_NEVER = 2**31 - 1


def keep_freed_memory() -> bool:
    """PyTorch has no memory pool on the CPU, and glibc maps each large array again, so that every pass pays for the first
    touch of all its pages: twice the time of a training step of mnist-cnn and fashion-cnn, 1.06 to 1.18 times that of a
    forward pass of large nets (PyTorch 2.13, AMD EPYC). PyTorch's tuning guide recommends another allocator; this works
    without one. False if the C library is not glibc.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    return bool(mallopt(_M_MMAP_MAX, 0) and mallopt(_M_TRIM_THRESHOLD, _NEVER))
