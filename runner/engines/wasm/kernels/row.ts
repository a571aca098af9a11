/** @file Rows in memory, in vectors of four and a part of one at the end. */
import { add, multiply, type Variable, type Word } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { type Lanes, loadLanes, plus, storeLanes, type Vector } from '../wat/vector.ts';
import { type Cut, cut, rangeOf } from './chunks.ts';

/** A vector of a row: it starts `at` + `offset` bytes from the start of the row. */
export interface Part {
  at: Word;
  offset: number;
  /** Fewer than four at the end of the row. */
  lanes: Lanes;
}

export const FLOAT_BYTES = 4;
const VECTOR_BYTES = 16;

/** Floats of a row of statistics: its mean and its variance. */
export const ROW_STATISTICS = 2;

/** The address of a row of floats. */
export const rowAt = (start: Word, row: Word, columns: number): Word =>
  add(start, multiply(row, columns * FLOAT_BYTES));

/** What one byte counts for; see `cut`. So a chunk takes some 25 microseconds. */
const FLOPS_PER_BYTE = 4;

/** Cuts rows into chunks. @param bytes read and written for each row */
export const cutRows = (rows: number, bytes: number, multiple = 1): Cut =>
  cut(rows, bytes * FLOPS_PER_BYTE, multiple);

/** For each row of a chunk. @returns its first row and the one after its last */
export function eachRow(
  body: Body,
  division: Cut,
  rows: number,
  chunk: Variable,
  build: (row: Variable) => void,
): { first: Word; last: Word } {
  const { first, last } = rangeOf(body, division, rows, chunk);
  body.loop('row', first, last, 1, build);
  return { first, last };
}

/** Bytes of a row that is padded to whole vectors. */
export const paddedRowBytes = (columns: number): number => Math.ceil(columns / 4) * VECTOR_BYTES;

/** @param row address of the row; `further` bytes are added to it */
export const loadPart = (row: Word, { at, offset, lanes }: Part, further = 0) =>
  loadLanes(add(row, at), lanes, offset + further);

export const storePart = (row: Word, { at, offset, lanes }: Part, value: Vector, further = 0) =>
  storeLanes(add(row, at), value, lanes, offset + further);

/** The part with all lanes, for rows that are padded. */
export const whole = (part: Part): Part => ({ ...part, lanes: 4 });

/**
 * For each vector of a row, in order.
 * @param unroll vectors that are handled in one round of the loop; `number` counts them
 */
export function eachPart(
  body: Body,
  columns: number,
  unroll: number,
  build: (part: Part, number: number) => void,
): void {
  const vectors = Math.floor(columns / 4);
  const inLoop = vectors - (vectors % unroll);
  if (inLoop > 0) {
    body.loop('at', 0, inLoop * VECTOR_BYTES, unroll * VECTOR_BYTES, (at) => {
      for (let number = 0; number < unroll; number++) {
        build({ at, offset: number * VECTOR_BYTES, lanes: 4 }, number);
      }
    });
  }
  for (let vector = inLoop; vector < vectors; vector++) {
    build({ at: 0, offset: vector * VECTOR_BYTES, lanes: 4 }, vector - inLoop);
  }
  const rest = columns % 4;
  if (rest > 0) build({ at: 0, offset: vectors * VECTOR_BYTES, lanes: rest as Lanes }, vectors - inLoop);
}

/** Vectors of a row that are reduced side by side, because an addition takes about four cycles. */
const WAYS = 4;

export interface Reduction {
  /** What each lane starts with. */
  start: Vector;
  combine: (a: Vector, b: Vector) => Vector;
}

const sum: Reduction = { start: '(v128.const i32x4 0 0 0 0)', combine: plus };

/**
 * Reduces a row to vectors.
 * @param collect adds a part to the vectors; lanes that do not count must be neutral
 * @returns one vector for each reduction; what is left is to reduce its lanes
 */
export function reduceRow(
  body: Body,
  columns: number,
  reductions: readonly Reduction[],
  collect: (part: Part, found: readonly Variable[]) => void,
): Variable[] {
  const ways = Math.min(WAYS, Math.ceil(columns / 4));
  const found = Array.from({ length: ways }, () =>
    reductions.map(({ start }) => body.vector('found', `${start}`)),
  );
  eachPart(body, columns, WAYS, (part, number) => collect(part, found[number]!));
  return reductions.map(({ combine }, at) => {
    const all = found.map((vectors) => vectors[at]!);
    body.set(all[0]!, `${all.slice(1).reduce<Vector>(combine, all[0]!)}`);
    return all[0]!;
  });
}

/** Sums over a row; see `reduceRow`. */
export const sumRow = (
  body: Body,
  columns: number,
  sums: number,
  collect: (part: Part, found: readonly Variable[]) => void,
): Variable[] => reduceRow(body, columns, Array<Reduction>(sums).fill(sum), collect);
