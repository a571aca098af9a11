"""Measures how precisely a framework multiplies: TensorFloat-32 and the like change results silently."""

from __future__ import annotations

import numpy as np

from trainmark.framework import Framework

# Large enough for the kernels that real nets use, including those for matrix units.
_SIZE = 128

# Fraction bits of a float32.
_FRACTION_BITS = 23


def _surviving_bits(products: np.ndarray) -> int:
    """Leading bits that survived: row k holds 1 + 2^-k on the diagonal, and each product by 1 must return it."""
    diagonal = products.reshape(_SIZE, _SIZE).diagonal()
    bits = 0
    while bits < _FRACTION_BITS and diagonal[bits + 1] == 1 + 2.0 ** -(bits + 1):
        bits += 1
    return bits + 1


def observe_precision(framework: Framework) -> dict[str, int]:
    """Significant bits of the operands of a matrix product and a convolution, in the dtype of the cell.

    24 means float32, 11 TensorFloat-32 or float16, 8 bfloat16.
    """
    places = np.minimum(np.arange(_SIZE), _FRACTION_BITS)
    values = np.diag(1 + 2.0**-places).astype(np.float32)
    one = np.eye(_SIZE, dtype=np.float32)
    operand, download = framework.operand, framework.download
    product = framework.multiplier()(operand(values), operand(one))
    images, filters = values.reshape(1, 1, _SIZE, _SIZE), one.reshape(1, 1, _SIZE, _SIZE)
    convolved = framework.convolve(operand(images), operand(filters))
    return {
        "matmulBits": _surviving_bits(download(product)),
        "convolutionBits": _surviving_bits(download(convolved)),
    }
