"""PyTorch: CUDA, ROCm (HIP), XPU, Metal (MPS) or the CPU."""

from framework.device import probe
from framework.worker import Worker

__all__ = ["Worker", "probe"]
