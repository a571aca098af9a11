/** @file What the observed precision of a result says about the dtype it is filed under. Pure. */
import type { Observed } from '../contract/outcome.ts';
import type { DType } from '../contract/words.ts';

/** Significant bits of float32 and of TensorFloat-32, the implicit one included. */
const FLOAT32_BITS = 24;
const TENSOR_FLOAT_BITS = 11;

/** The observed significant bits of the operands of products and of convolutions, those that were observed. */
function observedBits({ matmulBits, convolutionBits }: Observed): number[] {
  return [matmulBits, convolutionBits].filter((bits) => typeof bits === 'number');
}

/**
 * Why a result cannot have the dtype that it is filed under, or null: float32 that drops bits of operands is not float32,
 * and TensorFloat-32 drops them to 11 in products, in convolutions or in both. Half precision is rounded before a product
 * reads it, so nothing can be observed against it.
 */
export function contradictsDType(dtype: DType, observed: Observed): string | null {
  const least = Math.min(...observedBits(observed));
  if (!Number.isFinite(least)) return null;
  if (dtype === 'float32' && least < FLOAT32_BITS) {
    const name = least === TENSOR_FLOAT_BITS ? ', as TensorFloat-32 does' : '';
    return `it is called float32, but its products keep only ${least} of ${FLOAT32_BITS} significant bits${name}`;
  }
  if (dtype === 'tf32' && least !== TENSOR_FLOAT_BITS) {
    return `it is called tf32, but its products keep ${least} significant bits, not ${TENSOR_FLOAT_BITS}`;
  }
  return null;
}
