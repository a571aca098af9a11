/** @file What a check keeps of an array's gradient. Pure. */
import { SIGN_SETS, signedSum } from '../../models/generator.ts';
import { CHECK_SEED } from '../../models/references.ts';
import { norm } from './comparison.ts';
import { sampledPart } from './sampled-parts.ts';

/** Most elements of an array whose gradient with dropout is compared with that without: evenly spaced ones. */
const SPACED = 1 << 12;

/** The gradient of one array. */
export interface GradientSample {
  norm: number;
  /** For each set of signs, the sum of all elements with them: about as large as the norm, whatever the direction. */
  sums: readonly number[];
  /** Consecutive elements (`sampledPart`), as the optimizer takes them. */
  values: ArrayLike<number>;
  /** Elements all over the array. */
  spaced: ArrayLike<number>;
}

/**
 * @param array Number of the trained array.
 * @param lossScale By which all elements are too large.
 */
export function sampleGradient(
  all: Float32Array | Float64Array,
  array: number,
  lossScale = 1,
): GradientSample {
  const { first, count } = sampledPart(all.length);
  const unscaled = (value: number): number => value / lossScale;
  const stride = Math.ceil(all.length / SPACED);
  return {
    norm: unscaled(norm(all)),
    sums: Array.from({ length: SIGN_SETS }, (_, set) => unscaled(signedSum(CHECK_SEED, array, set, all))),
    values: Float64Array.from(all.subarray(first, first + count), unscaled),
    spaced: Float64Array.from({ length: Math.ceil(all.length / stride) }, (_, i) =>
      unscaled(all[i * stride]!),
    ),
  };
}
