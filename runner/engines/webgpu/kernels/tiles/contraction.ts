/** @file A sum of products over a depth, as products and all convolutions have it, described for the tile kernel. */
import type { Step } from '../../../compiled/graph/step.ts';
import { sizeOf, type Value } from '../../../compiled/graph/value.ts';
import type { Width } from '../text.ts';

/**
 * One side of a contraction, seen as lines (rows of the left side, columns of the right) of equal depth. Where an element
 * is, is the sum of a part that depends on its line only, computed once, and a part that depends on its depth only. The
 * texts are bodies of WGSL functions; `at` counts vectors of `width` elements.
 */
export interface Operand {
  value: Value;
  /** What neighbors in memory differ in. */
  contiguous: 'line' | 'depth';
  /** Elements that can be loaded at once. */
  width: Width;
  /** Elements whose y or x, the sum of both parts, is outside of these sizes are zeros; null if none is. */
  bounds: { height: number; width: number } | null;
  /** Body of `fn (matrix: u32, line: u32) -> Part`. */
  line: string;
  /** Body of `fn (matrix: u32, first: u32, within: u32) -> Part`; the depth is first + within, first a multiple of `tileDepth`. */
  depth: (tileDepth: number) => string;
}

/** out[matrix, row, column] = epilogue(sum over depth of left[matrix, row, depth] right[matrix, column, depth]). */
export interface Contraction {
  /** For the names of kernels. */
  name: string;
  /** For the names of variants, where an operation has several contractions. */
  order?: string;
  left: Operand;
  right: Operand;
  out: Value;
  epilogue: readonly Step[];
  matrices: number;
  columns: number;
  /** The largest number of rows and depth of any matrix. */
  rows: number;
  depth: number;
  /** The mean depth of all matrices, where they differ. */
  meanDepth?: number;
  /**
   * Where matrices differ: WGSL expressions of `matrix` for the number of rows, unless it is the same for all, and for the
   * depth, which is a multiple of `multiple`.
   */
  own?: { rows?: string; depth: string; multiple: number };
  /** WGSL functions and constants that the texts use. */
  declarations: string;
  /** Body of `fn (matrix: u32, row: u32) -> u32`: the index in `out` of the first column. */
  place: string;
  /** Whether the contraction writes every element of `out`. */
  whole: boolean;
  /** Elements that neighbors in a row of `out` can be stored at once. */
  outWidth: Width;
  flops: number;
}

/** The smaller vector width if one of the sizes is no multiple of four. */
export const widthOf = (...sizes: readonly number[]): Width =>
  sizes.every((size) => size % 4 === 0) ? 4 : 1;

/** Elements of one part of a split depth: those of `out`, or those that are computed where `out` has others, too. */
export const partSize = ({ out, whole, matrices, rows, columns }: Contraction): number =>
  whole ? sizeOf(out) : matrices * rows * columns;

/** As `place`, in one part of a split depth. */
export const placeInPart = ({ whole, place, rows, columns }: Contraction): string =>
  whole ? place : `return (matrix * ${rows}u + row) * ${columns}u;`;
