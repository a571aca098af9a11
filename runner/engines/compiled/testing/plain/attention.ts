/** @file Attention and its gradients as plain loops. */
import type { Attention, AttentionGradient, AttentionShape } from '../../graph/operation.ts';
import type { Memory } from './memory.ts';
import { logSumOf } from './softmax.ts';

/** Index of the first element of a position's row for one head of one sequence. */
const rowStart = (
  { length, heads, width }: AttentionShape,
  sequence: number,
  head: number,
  position: number,
): number => ((sequence * length + position) * heads + head) * width;

/** The product of two rows of `width` elements. */
function dot(left: Float64Array, leftStart: number, right: Float64Array, rightStart: number, width: number) {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += left[leftStart + i]! * right[rightStart + i]!;
  return sum;
}

/** Adds a multiple of a row of `width` elements to another. */
function addRow(
  to: Float64Array,
  toStart: number,
  factor: number,
  from: Float64Array,
  fromStart: number,
  width: number,
): void {
  for (let i = 0; i < width; i++) to[toStart + i]! += factor * from[fromStart + i]!;
}

/** Calls `visit` for each query of each head of each sequence, with the number of its row in [batch, heads, length]. */
function visitQueries(
  { batch, heads, length }: AttentionShape,
  visit: (sequence: number, head: number, query: number, row: number) => void,
): void {
  for (let row = 0; row < batch * heads * length; row++) {
    const head = Math.floor(row / length);
    visit(Math.floor(head / heads), head % heads, row % length, row);
  }
}

export function runAttention({ shape, scale, ...values }: Attention, memory: Memory): void {
  const { length, width } = shape;
  const query = memory.of(values.query);
  const key = memory.of(values.key);
  const value = memory.of(values.value);
  const out = memory.of(values.out).fill(0);
  const logSums = values.logSums && memory.of(values.logSums);
  visitQueries(shape, (sequence, head, i, row) => {
    const start = rowStart(shape, sequence, head, i);
    const keyStart = (j: number): number => rowStart(shape, sequence, head, j);
    const scores = Float64Array.from(
      { length },
      (_, j) => scale * dot(query, start, key, keyStart(j), width),
    );
    const logSum = logSumOf(scores);
    scores.forEach((score, j) => {
      addRow(out, start, Math.exp(score - logSum), value, keyStart(j), width);
    });
    if (logSums) logSums[row] = logSum;
  });
}

/**
 * With p = exp(score - logSum): the value's gradient is p^T gradient; that of a score is
 * p * (gradient value^T - sum of gradient * output), from which those of query and key follow.
 */
export function runAttentionGradient({ shape, scale, ...values }: AttentionGradient, memory: Memory): void {
  const { length, width } = shape;
  const query = memory.of(values.query);
  const key = memory.of(values.key);
  const value = memory.of(values.value);
  const output = memory.of(values.output);
  const logSums = memory.of(values.logSums);
  const gradient = memory.of(values.gradient);
  const queryGradient = memory.of(values.queryGradient).fill(0);
  const keyGradient = memory.of(values.keyGradient).fill(0);
  const valueGradient = memory.of(values.valueGradient).fill(0);
  visitQueries(shape, (sequence, head, i, row) => {
    const start = rowStart(shape, sequence, head, i);
    const sum = dot(gradient, start, output, start, width);
    for (let j = 0; j < length; j++) {
      const keyStart = rowStart(shape, sequence, head, j);
      const weight = Math.exp(scale * dot(query, start, key, keyStart, width) - logSums[row]!);
      const scoreGradient = weight * (dot(gradient, start, value, keyStart, width) - sum);
      addRow(valueGradient, keyStart, weight, gradient, start, width);
      addRow(queryGradient, start, scale * scoreGradient, key, keyStart, width);
      addRow(keyGradient, keyStart, scale * scoreGradient, query, start, width);
    }
  });
}
