/** @file Whether gradients of float32 have more bits than bfloat16 keeps. Pure. `trainmark/check/bits.py` follows the same rules. */
import type { Comparison } from '../../../data/contract/outcome.ts';
import { largest } from './comparison.ts';
import type { GradientSample } from './gradient.ts';

/** Of arrays with fewer elements that are not 0, nothing is told. */
const FEWEST = 16;

/** What dividing a rounded value by a loss scale, or taking it from the state of an optimizer, may move it by. */
const NEAR = 2 ** -20;

const word = new Uint32Array(1);
const value = new Float32Array(word.buffer);

/** The nearest number of 8 significant bits. */
function toBfloat16(x: number): number {
  value[0] = x;
  word[0] = (word[0]! + 0x8000) & 0xffff_0000;
  return value[0];
}

/** The share of an array's elements that bfloat16 holds: one in 2048 of honest ones. */
function roundedShare(values: ArrayLike<number>): number {
  let [count, rounded] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (x === 0) continue;
    count++;
    if (Math.abs(toBfloat16(x) / x - 1) < NEAR) rounded++;
  }
  return count < FEWEST ? 0 : rounded / count;
}

/** The largest share of all arrays: rounding leaves sums and norms where they were. */
export const bitsComparison = (gradients: readonly Pick<GradientSample, 'spaced'>[]): Comparison => ({
  of: 'bits of gradients',
  error: largest(gradients.map(({ spaced }) => roundedShare(spaced))),
  tolerance: 0.5,
});
