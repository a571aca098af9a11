/** @file How an attention is cut: into units that do not depend on each other, and a unit into blocks that fit caches. */
import type { AttentionShape } from '../../../compiled/graph/operation.ts';
import {
  add,
  divide,
  elementAt,
  multiply,
  remainder,
  smaller,
  subtract,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import { TILE_COLUMNS, TILE_ROWS } from '../tiles/tile.ts';

/** Most queries and keys of a block: their scores are 100 KB, packed keys of width 64 two thirds of that. */
const MOST_QUERIES = 96;
const MOST_KEYS = 264;

/** Above this width, blocks have fewer keys, so that packed keys and values stay in a cache of 512 KB. */
const WIDE = 128;

/** Keys are columns of scores and rows of their own gradients: blocks of them have whole tiles of both. */
export const KEY_MULTIPLE = 24;

/** Units of an attention that is large enough: a few for each core. */
const WANTED_UNITS = 48;

/** Queries, or keys, of the smallest unit: packing keys and values takes about a sixth of its time. */
const LEAST_SLICE = 24;

/** Operations of the smallest unit that is worth a chunk of its own. */
const UNIT_FLOPS = 1e6;

/** Size of the fewest equal blocks with at most `most` items; a multiple of `multiple`. */
function blockSize(items: number, most: number, multiple: number): number {
  const blocks = Math.ceil(items / most);
  return Math.ceil(items / blocks / multiple) * multiple;
}

export interface Slices {
  /** Of each head. */
  count: number;
  /** Queries, or keys, of every slice but the last. */
  size: number;
}

/**
 * Cuts the queries, or the keys, of each head, where the heads alone are too few units.
 * @param flops operations of a head
 */
export function slicesOf({ batch, heads, length }: AttentionShape, flops: number, multiple: number): Slices {
  const count = Math.min(
    Math.ceil(WANTED_UNITS / (batch * heads)),
    Math.floor(length / LEAST_SLICE),
    Math.floor(flops / UNIT_FLOPS),
  );
  if (count <= 1) return { count: 1, size: length };
  const size = blockSize(length, Math.ceil(length / count / multiple) * multiple, multiple);
  return { count: Math.ceil(length / size), size };
}

export interface Blocks {
  /** Queries and keys of every block but the last. */
  queries: number;
  keys: number;
  /** Elements from one row of scores to the next: an odd number of cache lines, so that rows do not share a set. */
  scoreRow: number;
}

/** Elements of a cache line. */
const LINE = 16;

/** @param sizes queries and keys of a unit */
export function blocksOf(width: number, sizes: { queries: number; keys: number }): Blocks {
  const mostKeys = width > WIDE ? (MOST_KEYS * WIDE) / width : MOST_KEYS;
  const mostWhole = Math.max(KEY_MULTIPLE, mostKeys - (mostKeys % KEY_MULTIPLE));
  const keys = Math.min(sizes.keys, blockSize(sizes.keys, mostWhole, KEY_MULTIPLE));
  const lines = Math.ceil(keys / LINE);
  return {
    queries: Math.min(sizes.queries, blockSize(sizes.queries, MOST_QUERIES, TILE_ROWS)),
    keys,
    scoreRow: LINE * (lines % 2 === 0 ? lines + 1 : lines),
  };
}

/** This many columns and those that fill the last panel. */
export const wholePanels = (columns: Word): Word =>
  multiply(divide(add(columns, TILE_COLUMNS - 1), TILE_COLUMNS), TILE_COLUMNS);

/** Elements from one row of a head to its next in [batch, length, heads, width]. */
export const rowOf = ({ heads, width }: AttentionShape): number => heads * width;

export interface Unit {
  /** Number of the head in [batch, heads]. */
  head: Word;
  slice: Word;
  /** Index of the first element of the head. */
  origin: Variable;
}

/** Unit `index` of [batch, heads, slices]. */
export function unitAt(body: Body, shape: AttentionShape, { count }: Slices, index: Variable): Unit {
  const { length, heads, width } = shape;
  const head = body.word('head', divide(index, count));
  const sequence = multiply(divide(head, heads), length * rowOf(shape));
  const origin = body.word('origin', add(sequence, multiply(remainder(head, heads), width)));
  return { head, slice: remainder(index, count), origin };
}

/** Queries, or keys: `first` to before `last`. */
export interface Range {
  first: Word;
  last: Word;
}

export function rangeOfSlice(body: Body, { count, size }: Slices, length: number, slice: Word): Range {
  if (count === 1) return { first: 0, last: length };
  const first = body.word('first', multiply(slice, size));
  return { first, last: body.word('last', smaller(add(first, size), length)) };
}

/** Builds a loop over the blocks of a range; all but the last have `size` items. */
export function eachBlock(
  body: Body,
  { first, last }: Range,
  size: number,
  build: (first: Variable, count: Variable) => void,
): void {
  body.loop('block', first, last, size, (start) => {
    build(start, body.word('count', smaller(subtract(last, start), size)));
  });
}

/** Arrays one after another, each at a cache line of its own. */
export interface Layout<Names extends string> {
  bytes: number;
  /** The address of an array in memory that starts at `start`. */
  addressOf(start: Word, name: Names): Word;
}

/** @param sizes elements of each array */
export function layOut<Names extends string>(sizes: Readonly<Record<Names, number>>): Layout<Names> {
  let end = 0;
  const starts = new Map<string, number>();
  for (const [name, size] of Object.entries<number>(sizes)) {
    starts.set(name, end);
    end += LINE * Math.ceil(size / LINE);
  }
  return { bytes: 4 * end, addressOf: (start, name) => elementAt(start, starts.get(name)!) };
}

/** A local for each name. */
export const declareWords = <Name extends string>(
  body: Body,
  names: readonly Name[],
  wordFor: (name: Name) => Word,
): Record<Name, Variable> =>
  Object.fromEntries(names.map((name) => [name, body.word(name, wordFor(name))])) as Record<Name, Variable>;
