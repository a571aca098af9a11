/** @file Operands of the attention operation, computed from the hash, and float64 reference rows of its result. Pure. */
import type { Check } from '../../data/contract/outcome.ts';
import type { FloatDType } from '../../data/contract/words.ts';
import { bits, streamKey, uniform, uniformArray } from '../models/generator.ts';
import { UNIT_ROUNDOFF } from '../models/rounding.ts';
import { outputCheck, rowError } from './output.ts';

/** Number of operand sets used in turn, so that no cache holds those of the next pass. */
export const ATTENTION_SETS = 3;

/** Operand `role` of set s uses stream OPERAND_STREAM + 3 s + role. */
const OPERAND_STREAM = 0x3000_0000;

/** Recomputed rows per set. */
const CHECKED_ROWS = 4;

export interface AttentionShape {
  /** Sequences times heads. */
  count: number;
  length: number;
  /** Values of each head. */
  width: number;
}

export type Operand = 0 | 1 | 2;

const operandKey = (seed: number, set: number, operand: Operand): number =>
  streamKey(seed, OPERAND_STREAM + 3 * set + operand);

/** Row-major [count, length, width] with values uniform in [-1, 1): 0 are the queries, 1 the keys, 2 the values. */
export const operandValues = (
  seed: number,
  set: number,
  operand: Operand,
  { count, length, width }: AttentionShape,
): Float32Array<ArrayBuffer> => uniformArray(operandKey(seed, set, operand), count * length * width, 1);

/** Positions in [count x length] of the rows to check, drawn from the seed. */
export function checkedPositions(seed: number, set: number, { count, length }: AttentionShape): number[] {
  const key = streamKey(seed, OPERAND_STREAM - 1 - set);
  return Array.from({ length: CHECKED_ROWS }, (_, i) => bits(key, i) % (count * length));
}

/** softmax(q K^T / sqrt(width)) V of one query, in float64. */
export function referenceRow(
  seed: number,
  set: number,
  { length, width }: AttentionShape,
  position: number,
): Float64Array {
  const [query, key, value] = ([0, 1, 2] as const).map((operand) => operandKey(seed, set, operand)) as [
    number,
    number,
    number,
  ];
  const at = (operandStream: number, row: number, i: number) =>
    2 * uniform(operandStream, row * width + i) - 1;
  const first = Math.floor(position / length) * length;
  const queryRow = Float64Array.from({ length: width }, (_, i) => at(query, position, i));
  const scores = Float64Array.from({ length }, (_, j) => {
    const dot = queryRow.reduce((sum, q, i) => sum + q * at(key, first + j, i), 0);
    return dot / Math.sqrt(width);
  });
  const largest = scores.reduce((a, b) => Math.max(a, b));
  const weights = scores.map((score) => Math.exp(score - largest));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const row = new Float64Array(width);
  weights.forEach((weight, j) => {
    for (let i = 0; i < width; i++) row[i]! += (weight / whole) * at(value, first + j, i);
  });
  return row;
}

/**
 * The largest error that rounding alone can cause. The scores are sums of `width` products and the result is a sum of
 * `length` products; each is bounded as in `matmulTolerance`. The scores are about 0.3, so the exponential does not amplify
 * errors. Half precision rounds the operands, the scores, the weights and the result, each by at most u. These
 * errors are random and do not add up with `length`: fused and plain kernels were observed to err by 1.1 u to 1.9 u of a
 * row's largest value at lengths of 32 to 2048. The tolerance is 8 u, as for a product.
 */
export function attentionTolerance({ length, width }: AttentionShape, dtype: FloatDType = 'float32'): number {
  const sums = 8 * UNIT_ROUNDOFF.float32 * (Math.sqrt(length) + Math.sqrt(width));
  return dtype === 'float32' ? sums : sums + 8 * UNIT_ROUNDOFF[dtype];
}

/** Compares rows of the result with rows of the reference. */
export function attentionCheck(
  found: readonly ArrayLike<number>[],
  expected: readonly Float64Array[],
  shape: AttentionShape,
  dtype: FloatDType = 'float32',
): Check {
  const errors = expected.map((reference, row) => rowError(found[row]!, reference));
  return outputCheck(errors, attentionTolerance(shape, dtype));
}
