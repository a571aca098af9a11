/**
 * @file Reductions of an array [rows, columns] over its rows. Each chunk, a block of rows, leaves partial sums of every
 * column in a workspace; one more kernel combines the blocks in their order.
 */
import { add, clearBytes, compare, multiply, smaller, type Variable, type Word } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { plus, type Vector } from '../wat/vector.ts';
import { type Cut, rangeOf } from './chunks.ts';
import { createKernel, type Kernel, type Target, type Workspace } from './kernel.ts';
import {
  cutRows,
  eachPart,
  FLOAT_BYTES,
  loadPart,
  type Part,
  paddedRowBytes,
  storePart,
  whole,
} from './row.ts';

/** Rows that are summed before they are added to the sums: so these are loaded and stored, and rounded, less often. */
const ROWS_AT_ONCE = 4;

/** Fewest rows of a block, so that combining the blocks costs little; whole groups of rows. */
const FEWEST_ROWS = 32;

/** Most rows of a block: the error of a sum grows with their root. */
const MOST_ROWS = 1024;

const ALIGNMENT = 64;

export interface RowReduction {
  name: string;
  rows: number;
  columns: number;
  /** Sums of each column. */
  sums: number;
  cut: Cut;
  /** [blocks, sums, columns], each row of sums padded to whole vectors, each block to whole cache lines. */
  partials: Workspace;
  blockBytes: number;
}

/** @param arrays number of arrays [rows, columns] that are read */
export function createRowReduction(
  name: string,
  { rows, columns }: { rows: number; columns: number },
  { arrays, sums }: { arrays: number; sums: number },
): RowReduction {
  const { size } = cutRows(rows, columns * arrays * FLOAT_BYTES, FEWEST_ROWS);
  const blockRows = Math.min(size, MOST_ROWS);
  const blocks: Cut = { chunks: Math.ceil(rows / blockRows), size: blockRows };
  const blockBytes = Math.ceil((sums * paddedRowBytes(columns)) / ALIGNMENT) * ALIGNMENT;
  const partials: Workspace = { kind: 'workspace', bytes: blocks.chunks * blockBytes };
  return { name, rows, columns, sums, cut: blocks, partials, blockBytes };
}

/** The sums of a part of the columns, in a block of the workspace. */
const loadSums = (body: Body, { sums, columns }: RowReduction, block: Word, part: Part): Variable[] =>
  Array.from({ length: sums }, (_, number) =>
    body.vector('sum', loadPart(block, whole(part), number * paddedRowBytes(columns))),
  );

/** A few neighboring rows of a block. */
export interface RowGroup {
  /** The first row of the block. */
  blockFirst: Word;
  first: Word;
  count: number;
}

/** The sums of a part of the group's rows, for each sum of the reduction. */
type Collect = (part: Part) => readonly Vector[];

/** The kernel of the blocks. @param prepare is called for each group of rows, before its parts */
export function sumBlocks(
  reduction: RowReduction,
  target: Target,
  prepare: (body: Body, group: RowGroup) => Collect,
): Kernel {
  const { name, rows, columns, cut: blocks, partials, blockBytes } = reduction;
  return createKernel(name, { chunks: blocks.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, blocks, rows, chunk);
    const block = body.word('block', add(target.addressOf(partials), multiply(chunk, blockBytes)));
    body.do(clearBytes(block, blockBytes));
    const addGroup = (row: Word, count: number): void => {
      const collect = prepare(body, { blockFirst: first, first: row, count });
      eachPart(body, columns, 1, (part) => {
        collect(part).forEach((term, number) => {
          const offset = number * paddedRowBytes(columns);
          const sum = body.vector('sum', plus(loadPart(block, whole(part), offset), term));
          body.do(storePart(block, whole(part), sum, offset));
        });
      });
    };
    // Only the last block has rows that are no whole group.
    const rest = rows % ROWS_AT_ONCE;
    const inGroups = rows - rest;
    body.loop('row', first, smaller(last, inGroups), ROWS_AT_ONCE, (row) => addGroup(row, ROWS_AT_ONCE));
    if (rest > 0) body.when(compare('gt_s', last, inGroups), () => addGroup(inGroups, rest));
  });
}

export interface Block {
  /** Its first row. */
  first: Word;
  rows: number;
  sums: readonly Variable[];
}

/** The kernel that combines the blocks. */
export const combineBlocks = (
  { name, columns }: RowReduction,
  build: (body: Body, part: Part) => void,
): Kernel =>
  createKernel(`${name} of all blocks`, {}, (body) =>
    eachPart(body, columns, 1, (part) => build(body, part)),
  );

/** For each block, in order. */
export function eachBlock(
  body: Body,
  reduction: RowReduction,
  target: Target,
  part: Part,
  build: (block: Block) => void,
): void {
  const {
    rows,
    cut: { chunks, size },
    partials,
    blockBytes,
  } = reduction;
  const start = body.word('start', target.addressOf(partials));
  const buildOne = (number: Word, count: number): void => {
    const block = body.word('block', add(start, multiply(number, blockBytes)));
    build({ first: multiply(number, size), rows: count, sums: loadSums(body, reduction, block, part) });
  };
  const last = chunks - 1;
  if (last > 0) body.loop('number', 0, last, 1, (number) => buildOne(number, size));
  buildOne(last, rows - last * size);
}
