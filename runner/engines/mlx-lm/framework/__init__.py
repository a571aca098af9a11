"""Language models on MLX, from the same file that llama.cpp reads."""

from framework.device import probe
from framework.run import run

__all__ = ["probe", "run"]
