/** @file The definition of any problem, its operands and the comparison of a result with float64. */
import { streamKey, uniformArray } from '../../../../runner/models/generator.ts';
import { product as productOf } from '../../../../runner/models/shapes.ts';
import { rowError } from '../../../../runner/workloads/output.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import type { Definition, ExpectedRow, Problem } from './problem.ts';
import { product } from './product.ts';

const definitions = {
  product,
  convolution,
  'convolution-input-gradient': convolution,
  'convolution-filter-gradient': convolution,
  attention,
  'attention-gradient': attention,
};

const definitionOf = ({ kind }: Problem) => definitions[kind] as Definition<Problem>;

export const flopsOf = (problem: Problem): number => definitionOf(problem).flops(problem);
export const titleOf = (problem: Problem): string => definitionOf(problem).title(problem);

const SEED = 1;

/** A prime number, so that repetitions fall on other rows and columns each time. */
const PERIOD = 1_048_583;

/** Multiples of this in [-1, 1) have at most 11 significant bits: they are exact in half precision. */
const HALF_STEP = 2 ** -10;

/** Values uniform in [-1, 1), repeated after `PERIOD`, because hashing hundreds of millions would take seconds. */
function operand(stream: number, size: number, half: boolean): Float32Array<ArrayBuffer> {
  const values = new Float32Array(size);
  const drawn = uniformArray(streamKey(SEED, stream), Math.min(size, PERIOD), 1);
  const period = half ? drawn.map((value) => Math.floor(value / HALF_STEP) * HALF_STEP) : drawn;
  for (let at = 0; at < size; at += PERIOD) values.set(period.subarray(0, size - at), at);
  return values;
}

/** The operands of a problem on the host, row-major. */
export const createOperands = (problem: Problem): Float32Array<ArrayBuffer>[] =>
  definitionOf(problem)
    .operandShapes(problem)
    .map((shape, i) =>
      operand(i, productOf(shape), problem.kind === 'product' && problem.type === 'float16'),
    );

export const operandShapes = (problem: Problem): readonly (readonly number[])[] =>
  definitionOf(problem).operandShapes(problem);

export const expectedRows = (problem: Problem, operands: readonly Float32Array[]): ExpectedRow[] =>
  definitionOf(problem).expectedRows(problem, operands);

/** The largest error of rows of a result, or null if rounding explains it. */
export function errorOf(
  problem: Problem,
  rows: readonly Float32Array[],
  expected: readonly ExpectedRow[],
): number | null {
  const errors = expected.map(({ values }, row) => rowError(rows[row]!, values));
  const error = Math.max(...errors);
  return error <= definitionOf(problem).tolerance(problem) ? null : error;
}
