/** @file Compares what a backend computes for a case with the plain interpreter. */
import type { ConvolutionShape, Operation } from '../../graph/operation.ts';
import type { Value } from '../../graph/value.ts';
import { errorBound, largestError } from '../error.ts';
import { createMemory } from '../plain/memory.ts';
import { runPlain } from '../plain/run.ts';
import { type Case, readValues, writtenValues } from './case.ts';

/** All values that the case's operation writes, by id, in float64 and never rounded. */
export function expectedOf(oneCase: Case): Map<number, Float64Array> {
  const memory = createMemory();
  for (const value of readValues(oneCase)) memory.write(value, oneCase.data.get(value.id)!);
  runPlain([oneCase.operation], memory, { scalars: oneCase.scalars });
  return new Map(writtenValues(oneCase).map((value) => [value.id, memory.of(value)]));
}

/** Terms of an output of a convolution; the border adds none. */
const imageTerms = ({ kernel, height, width, channels }: ConvolutionShape): number =>
  Math.min(kernel, height) * Math.min(kernel, width) * channels;

/** Outputs of a convolution that depend on one element of its image. */
function imageGradientTerms({ kernel, stride, outHeight, outWidth, filters }: ConvolutionShape): number {
  const along = Math.ceil(kernel / stride);
  return Math.min(along, outHeight) * Math.min(along, outWidth) * filters;
}

/** Terms of the longest sum of an operation. */
export function termsOf(operation: Operation): number {
  switch (operation.kind) {
    case 'product':
      return operation.depth;
    case 'convolution':
      return imageTerms(operation.shape);
    case 'convolution-input-gradient':
      return imageGradientTerms(operation.shape);
    case 'convolution-filter-gradient':
      return operation.shape.batch * operation.shape.outHeight * operation.shape.outWidth;
    case 'sum-rows':
    case 'batch-statistics':
    case 'normalization-sums':
    case 'scatter-add':
      return operation.rows;
    case 'layer-normalization':
    case 'layer-normalization-gradient':
    case 'softmax':
    case 'softmax-gradient':
      return operation.columns;
    case 'cross-entropy':
      return operation.batch + operation.classes;
    case 'attention':
    case 'attention-gradient':
      return operation.shape.length + operation.shape.width;
    default:
      return 1;
  }
}

/** Operations and steps that only add, multiply and choose. */
const EXACT_KINDS = new Set<string>([
  'product',
  'convolution',
  'convolution-input-gradient',
  'convolution-filter-gradient',
  'elementwise',
  'max-pool',
  'max-pool-gradient',
  'sum-rows',
  'gather',
  'scatter-add',
  'shift-rows',
  'add',
  'scale',
  'relu',
  'relu-gradient',
  'dropout',
  'keep',
]);

const usesFunctions = (operation: Operation): boolean =>
  !EXACT_KINDS.has(operation.kind) ||
  ('epilogue' in operation && operation.epilogue.some(({ kind }) => !EXACT_KINDS.has(kind)));

/** What `largestError` may be for a written value of a case; see `errorBound`. */
const boundOf = ({ operation }: Case, value: Value): number =>
  errorBound(value.type, termsOf(operation), usesFunctions(operation));

export interface Comparison {
  /** Of the value, with its error and bound: for the message of a test. */
  name: string;
  error: number;
  bound: number;
}

/** At most what our nets add to a variance before its root is taken: smaller errors of a variance have no effect. */
const SMALLEST_EPSILON = 1e-6;

const varianceOf = (x: number): number => x + SMALLEST_EPSILON;

/** Means and variances have different sizes; they are compared apart. */
function partsOf(operation: Operation, value: Value, array: ArrayLike<number>): Float64Array[] {
  const all = Float64Array.from(array);
  const half = all.length / 2;
  if (operation.kind === 'batch-statistics') {
    return [all.subarray(0, half), all.subarray(half).map(varianceOf)];
  }
  if (operation.kind === 'layer-normalization' && value.id === operation.statistics?.id) {
    const isMean = (_: number, i: number): boolean => i % 2 === 0;
    return [all.filter(isMean), all.filter((x, i) => !isMean(x, i)).map(varianceOf)];
  }
  return [all];
}

/**
 * Compares every written value of a case.
 * @param found the elements that a backend computed, by id of the value
 */
export function compareCase(oneCase: Case, found: ReadonlyMap<number, ArrayLike<number>>): Comparison[] {
  const expected = expectedOf(oneCase);
  const { operation } = oneCase;
  return writtenValues(oneCase).map((value) => {
    const wanted = partsOf(operation, value, expected.get(value.id)!);
    const parts = partsOf(operation, value, found.get(value.id) ?? []);
    const error = Math.max(...wanted.map((part, at) => largestError(parts[at] ?? [], part)));
    const bound = boundOf(oneCase, value);
    return { name: `${oneCase.name}: ${value.name} errs by ${error}, at most ${bound}`, error, bound };
  });
}
