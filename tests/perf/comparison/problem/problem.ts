/** @file What the libraries compute side by side: one operation with its sizes. Shapes are those of the compiled graph. */
import type {
  AttentionShape,
  ConvolutionShape,
} from '../../../../runner/engines/compiled/graph/operation.ts';

/** out [rows, columns] = left right; right is [depth, columns], left is [rows, depth] or its transpose in memory. */
export interface ProductProblem {
  kind: 'product';
  rows: number;
  columns: number;
  depth: number;
  /** Whether left is stored as [depth, rows], as the images of a filter gradient are. */
  leftTransposed: boolean;
  type: 'float32' | 'float16';
}

/** One direction of a convolution; all arrays are float32 in the layouts of `ConvolutionShape`. */
export interface ConvolutionProblem {
  kind: 'convolution' | 'convolution-input-gradient' | 'convolution-filter-gradient';
  shape: ConvolutionShape;
}

/**
 * Attention with scale 1 / sqrt(width), or its output and then its gradients with respect to query, key and value, as in
 * training. All arrays are float32 in the layout of `AttentionShape`.
 */
export interface AttentionProblem {
  kind: 'attention' | 'attention-gradient';
  shape: AttentionShape;
}

export type Problem = ProductProblem | ConvolutionProblem | AttentionProblem;

/** Part of a result in float64: element i belongs at `first` + i. */
export interface ExpectedRow {
  first: number;
  values: Float64Array;
}

/** What the tables have to know about a kind of problem. */
export interface Definition<Kind extends Problem> {
  /** Shapes of the operands in the order in which libraries get them. */
  operandShapes(problem: Kind): readonly (readonly number[])[];
  /** Floating-point operations, two for a multiplication with an addition. */
  flops(problem: Kind): number;
  /** A few rows of the result, computed in float64. */
  expectedRows(problem: Kind, operands: readonly Float32Array[]): ExpectedRow[];
  /** The largest error that rounding can cause, relative to the largest value of a row. */
  tolerance(problem: Kind): number;
  /** For the first column of a table. */
  title(problem: Kind): string;
}
