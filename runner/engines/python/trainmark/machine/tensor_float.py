"""Which GPUs have TensorFloat-32."""

from __future__ import annotations

from trainmark.protocol.protocol import UnsupportedError

# NVIDIA's Ampere generation (CUDA C++ Programming Guide, "Compute Capability 8.x").
_FIRST_CAPABILITY = (8, 0)


def has_tensor_float(capability: tuple[int, ...] | None) -> bool:
    """From the compute capability of a GPU; None for a GPU of another maker."""
    return capability is not None and capability >= _FIRST_CAPABILITY


def require_tensor_float(capability: tuple[int, ...] | None) -> None:
    if not has_tensor_float(capability):
        raise UnsupportedError("tf32 needs an NVIDIA GPU from Ampere on (2020); use --dtype float32")
