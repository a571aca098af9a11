/** @file How a contraction is cut into blocks: by its sizes alone, so that sums are added in one order everywhere. */
import { TILE_COLUMNS, TILE_ROWS } from './tile.ts';

/** The sizes of a contraction. */
export interface ContractionSizes {
  /** Products that are computed at once, independent of each other. */
  pairs: number;
  rows: number;
  columns: number;
  depth: number;
  /** Most steps of the depth of a block, if fewer than usual. */
  mostDepth?: number;
}

export interface BlockSizes {
  rows: number;
  columns: number;
  depth: number;
  /** Parts of the depth whose sums are added in the end. */
  parts: number;
  /** Steps of the depth of a part, a multiple of `depth`. */
  partDepth: number;
}

/** A panel of this depth takes 18 KiB, so that it stays in a first-level cache of 32 KiB. */
const MOST_DEPTH = 576;

/**
 * The same where the left side is stored along its rows: a tile reads a cache line of each step of the depth, and 192 of
 * them stay in that cache until the next tiles have read the rest of each line.
 */
export const DEPTH_OF_LINES = 192;

/** With a depth of 576, the left side of a block takes 216 KiB, and the right side 576: both stay in the second-level cache. */
const MOST_ROWS = 96;
const MOST_COLUMNS = 256;

/** Floating-point operations that a thread computes in some 100 microseconds. */
const CHUNK_FLOPS = 4e6;

/** Chunks that are enough for many cores. */
export const WANTED_CHUNKS = 32;

export const roundUp = (size: number, multiple: number): number => Math.ceil(size / multiple) * multiple;

/** The size of equal parts of `size`, at most `most`, in multiples. */
const evenly = (size: number, most: number, multiple: number): number =>
  roundUp(Math.ceil(size / Math.ceil(size / most)), multiple);

/** Blocks with more columns are halved before the depth is cut. */
const HALVED_COLUMNS = 128;

/** Shorter parts of the depth would make writing and adding their sums worth mentioning. */
const LEAST_PART = 1024;

/** Halves blocks of rows and columns, the larger first, while there are too few for many threads. */
function shrink(rows: number, columns: number, isEnough: (rows: number, columns: number) => boolean) {
  let [height, width] = [rows, columns];
  while (!isEnough(height, width)) {
    if (width > 64 && width >= height) width = roundUp(width / 2, TILE_COLUMNS);
    else if (height > 4 * TILE_ROWS) height = roundUp(height / 2, TILE_ROWS);
    else if (width > 4 * TILE_COLUMNS) width = roundUp(width / 2, TILE_COLUMNS);
    else break;
  }
  return { rows: height, columns: width };
}

export function blockSizes({
  pairs,
  rows,
  columns,
  depth,
  mostDepth = MOST_DEPTH,
}: ContractionSizes): BlockSizes {
  const flops = 2 * pairs * rows * columns * depth;
  const wanted = Math.min(WANTED_CHUNKS, Math.max(1, Math.floor(flops / CHUNK_FLOPS)));
  const count = (height: number, width: number) =>
    pairs * Math.ceil(rows / height) * Math.ceil(columns / width);
  const height = evenly(rows, MOST_ROWS, TILE_ROWS);
  const widest = evenly(columns, MOST_COLUMNS, TILE_COLUMNS);
  const isWide = widest > HALVED_COLUMNS && count(height, widest) < wanted;
  const width = isWide ? roundUp(widest / 2, TILE_COLUMNS) : widest;
  // Small blocks copy more than large ones, so a long depth is cut first.
  const wantedParts = Math.min(Math.ceil(wanted / count(height, width)), Math.floor(depth / LEAST_PART));
  const blockDepth = evenly(depth, mostDepth, 4);
  const blocksOfPart = Math.ceil(depth / blockDepth / Math.max(1, wantedParts));
  const partDepth = blocksOfPart * blockDepth;
  const parts = Math.ceil(depth / partDepth);
  const block = shrink(height, width, (...size) => parts * count(...size) >= wanted);
  return { ...block, depth: blockDepth, parts, partDepth };
}
