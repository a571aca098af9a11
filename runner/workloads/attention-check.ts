/** @file Operands of the attention operation, computed from the hash, and float64 reference rows of its result. Pure. */
import { bits, streamKey, uniform, uniformArray } from '../models/generator.ts';

/** Number of operand sets used in turn, so that no cache holds those of the next pass. */
export const ATTENTION_SETS = 3;

/** Operand `role` of set s uses stream OPERAND_STREAM + 3 s + role. */
const OPERAND_STREAM = 0x3000_0000;

/** Recomputed rows per set; of the set after the loop, one of each as long part of all rows. */
const CHECKED_ROWS = 4;
const ALTERED_ROWS = 32;

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

/** Likewise for the set after the loop: no head, sequence or block of rows is left out that is as long as such a part. */
export function alteredPositions(seed: number, { count, length }: AttentionShape): number[] {
  const key = streamKey(seed, OPERAND_STREAM - 1 - ATTENTION_SETS);
  const rows = count * length;
  const parts = Math.min(ALTERED_ROWS, rows);
  return Array.from({ length: parts }, (_, part) => {
    const first = Math.floor((part * rows) / parts);
    return first + (bits(key, part) % (Math.floor(((part + 1) * rows) / parts) - first));
  });
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
