"""PyTorch: CUDA, Metal (MPS) or the CPU."""

from trainmark.pytorch.probe import probe
from trainmark.pytorch.worker import Worker

__all__ = ["Worker", "probe"]
