/**
 * @file A product whose sides are read in blocks: left [rows, depth] times right [depth, columns], for each of several
 * pairs. Products and all directions of convolutions are such contractions; they differ in how a block is read.
 */
import type { Value } from '../../../compiled/graph/value.ts';
import { multiply, type Word } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import type { BlockSizes, ContractionSizes } from './sizes.ts';

/** Consecutive elements along one dimension. */
export interface Extent {
  first: Word;
  count: Word;
}

/** A block of the left side. */
export interface Left {
  /** Elements from one row to the next, and from one step of the depth to the next. */
  strides: { row: number; depth: number };
  /** Elements of scratch memory of a block. */
  scratch: number;
  /**
   * Copies a block to scratch memory, unless it can be read where it is.
   * @returns the address of its first element
   */
  block(body: Body, pair: Word, rows: Extent, depth: Extent, scratch: Word): Word;
}

export interface Right {
  /** Packs a block into panels; see panels.ts. */
  pack(body: Body, pair: Word, depth: Extent, columns: Extent, to: Word): void;
}

export interface Out {
  value: Value;
  /**
   * Elements from one row to the next; null where rows are not at equal distances, so that blocks are computed in scratch
   * memory and then copied row by row.
   */
  row: number | null;
  /** Index of the first element of a row in the value. */
  index(body: Body, pair: Word, row: Word): Word;
}

/** An output whose rows follow each other. */
export const denseOut = (value: Value, columns: number): Out => ({
  value,
  row: columns,
  index: (_, __, row) => multiply(row, columns),
});

export interface Contraction extends ContractionSizes {
  name: string;
  left(sizes: BlockSizes): Left;
  right(sizes: BlockSizes): Right;
  out: Out;
}
