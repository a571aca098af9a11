/** @file Attention and its gradients. */

import { attentionTolerance } from '../../../../data/derive/rounding.ts';
import type { AttentionShape } from '../../../../runner/engines/compiled/graph/operation.ts';
import { pick } from './pick.ts';
import type { AttentionProblem, Definition, ExpectedRow } from './problem.ts';

const CHECKED_ROWS = 4;

/** A row of the gradient of keys or values needs all scores of its head; those of longer sequences take seconds. */
const LONGEST_WITH_ALL_SCORES = 256;

/** Checked rows of the gradients of keys and values, each. */
const CHECKED_KEYS = 2;

/** One query [sample, position, head] with its scores. */
class Query {
  readonly weights: Float64Array;
  readonly #shape: AttentionShape;
  readonly #sample: number;
  readonly #head: number;

  /** @param row sample * length * heads + position * heads + head */
  constructor(shape: AttentionShape, row: number, query: Float32Array, key: Float32Array) {
    this.#shape = shape;
    const { length, heads, width } = shape;
    this.#sample = Math.floor(row / (length * heads));
    this.#head = row % heads;
    const scores = this.dots(query.subarray(row * width, (row + 1) * width), key);
    const largest = scores.reduce((a, b) => Math.max(a, b));
    const powers = scores.map((score) => Math.exp((score - largest) / Math.sqrt(width)));
    const sum = powers.reduce((a, b) => a + b, 0);
    this.weights = powers.map((power) => power / sum);
  }

  /** The row of position j in the same sequence and head. */
  rowOf(j: number): number {
    return (this.#sample * this.#shape.length + j) * this.#shape.heads + this.#head;
  }

  /** Products of a vector with each row of its sequence and head, [length]. */
  dots(vector: ArrayLike<number>, rows: Float32Array): Float64Array {
    const { length, width } = this.#shape;
    return Float64Array.from({ length }, (_, j) => {
      const first = this.rowOf(j) * width;
      let sum = 0;
      for (let i = 0; i < width; i++) sum += vector[i]! * rows[first + i]!;
      return sum;
    });
  }

  /** Sum of the rows of its sequence and head, each times its factor, [width]. */
  weighted(factors: Float64Array, rows: Float32Array): Float64Array {
    const { width } = this.#shape;
    const sum = new Float64Array(width);
    factors.forEach((factor, j) => {
      const first = this.rowOf(j) * width;
      for (let i = 0; i < width; i++) sum[i]! += factor * rows[first + i]!;
    });
    return sum;
  }
}

const checkedRows = ({ batch, length, heads }: AttentionShape, count = CHECKED_ROWS) =>
  pick(count, batch * length * heads);

function outputRows(shape: AttentionShape, [query, key, value]: readonly Float32Array[]): ExpectedRow[] {
  return checkedRows(shape).map((row) => {
    const one = new Query(shape, row, query!, key!);
    return { first: row * shape.width, values: one.weighted(one.weights, value!) };
  });
}

/** Gradient of the scores of one query, before the scale: weight * (dot(gradient, value) - dot(gradient, output)). */
function scoreGradient(query: Query, gradient: Float32Array, value: Float32Array): Float64Array {
  const dots = query.dots(gradient, value);
  const mean = query.weights.reduce((sum, weight, j) => sum + weight * dots[j]!, 0);
  return query.weights.map((weight, j) => weight * (dots[j]! - mean));
}

/** The result holds the gradients of queries, keys and values one after another. */
function gradientRows(shape: AttentionShape, operands: readonly Float32Array[]): ExpectedRow[] {
  const [query, key, value, gradient] = operands as [Float32Array, Float32Array, Float32Array, Float32Array];
  const { width, length } = shape;
  const rowOf = (array: Float32Array, row: number) => array.subarray(row * width, (row + 1) * width);
  const factor = 1 / Math.sqrt(width);
  const queries = checkedRows(shape).map((row) => {
    const one = new Query(shape, row, query, key);
    const scores = scoreGradient(one, rowOf(gradient, row), value).map((score) => score * factor);
    return { first: row * width, values: one.weighted(scores, key) };
  });
  if (length > LONGEST_WITH_ALL_SCORES) return queries;
  const keysAndValues = checkedRows(shape, CHECKED_KEYS).flatMap((row) => {
    const position = Math.floor(row / shape.heads) % length;
    const own = new Query(shape, row, query, key);
    const [keyGradient, valueGradient] = [new Float64Array(width), new Float64Array(width)];
    for (let i = 0; i < length; i++) {
      const at = own.rowOf(i);
      const other = new Query(shape, at, query, key);
      const score = scoreGradient(other, rowOf(gradient, at), value)[position]! * factor;
      rowOf(query, at).forEach((x, w) => {
        keyGradient[w]! += score * x;
      });
      rowOf(gradient, at).forEach((x, w) => {
        valueGradient[w]! += other.weights[position]! * x;
      });
    }
    return [
      { first: query.length + row * width, values: keyGradient },
      { first: 2 * query.length + row * width, values: valueGradient },
    ];
  });
  return [...queries, ...keysAndValues];
}

export const attention: Definition<AttentionProblem> = {
  operandShapes: ({ kind, shape: { batch, length, heads, width } }) =>
    Array.from({ length: kind === 'attention' ? 3 : 4 }, () => [batch, length, heads, width]),
  // Two products forward and four backward; scores that are computed a second time do not count.
  flops: ({ kind, shape: { batch, length, heads, width } }) =>
    (kind === 'attention' ? 4 : 12) * batch * heads * length * length * width,
  expectedRows: ({ kind, shape }, operands) =>
    kind === 'attention' ? outputRows(shape, operands) : gradientRows(shape, operands),
  tolerance: ({ kind, shape: { length, width } }) =>
    (kind === 'attention' ? 1 : 4) * attentionTolerance({ length, width }),
  title: ({ kind, shape: { batch, length, heads, width } }) =>
    `${kind === 'attention' ? 'output' : 'output and gradients'} ${batch} x ${length} x ${heads} x ${width}`,
};
