/** @file Which convolutions Winograd's algorithm computes, and how their outputs are cut into blocks. */

import type { Windows } from '../tiles/patches.ts';
import { roundUp, WANTED_CHUNKS } from '../tiles/sizes.ts';
import { TILE_COLUMNS, TILE_ROWS } from '../tiles/tile.ts';
import { OUTPUT, PRODUCTS } from './transform.ts';

/** A convolution of 3 x 3 windows at each element, with as many filters. */
export interface WinogradShape extends Windows {
  batch: number;
  filters: number;
}

/** With fewer channels or filters, transforming takes longer than the multiplications that it saves. */
const LEAST_CHANNELS = 32;

/** A panel of transformed filters of this depth stays in a first-level cache of 32 KiB. */
const MOST_CHANNELS = 576;

/** With fewer squares of outputs, transforming the filters takes as long. */
const LEAST_SQUARES = 32;

/** Squares of 2 x 2 outputs along each dimension of an image, the last ones perhaps cut off, and those of all images. */
export function squaresOf({ batch, outHeight, outWidth }: WinogradShape) {
  const [down, across] = [Math.ceil(outHeight / OUTPUT), Math.ceil(outWidth / OUTPUT)];
  return { down, across, all: batch * down * across };
}

export function isWinograd(shape: WinogradShape): boolean {
  const { kernel, stride, channels, filters } = shape;
  const enough = Math.min(channels, filters) >= LEAST_CHANNELS && squaresOf(shape).all >= LEAST_SQUARES;
  const whole = channels % 4 === 0 && filters % TILE_COLUMNS === 0;
  return (
    kernel.height === 3 && kernel.width === 3 && stride === 1 && enough && whole && channels <= MOST_CHANNELS
  );
}

export interface WinogradBlocks {
  /** Squares of a block, a multiple of TILE_ROWS. */
  squares: number;
  /** Filters whose sums are computed at once. */
  filters: number;
  /** Filters of a chunk, a multiple of `filters`. */
  chunkFilters: number;
}

/** Bytes of the transformed patches of a block: they stay in a second-level cache of 1 MiB. */
const PATCH_BYTES = 512 * 1024;

const MOST_SQUARES = 96;
const MOST_FILTERS = 64;

/** The largest divisor of `size` up to `most` that is a multiple. */
function divisor(size: number, most: number, multiple: number): number {
  let found = multiple;
  for (let one = multiple; one <= Math.min(most, size); one += multiple) if (size % one === 0) found = one;
  return found;
}

export function winogradBlocks(shape: WinogradShape): WinogradBlocks {
  const { all } = squaresOf(shape);
  const fitting = Math.floor(PATCH_BYTES / (4 * PRODUCTS * shape.channels));
  const most = Math.min(MOST_SQUARES, Math.max(2 * TILE_ROWS, fitting - (fitting % TILE_ROWS)));
  const squares = roundUp(Math.ceil(all / Math.ceil(all / most)), TILE_ROWS);
  const filters = divisor(shape.filters, MOST_FILTERS, TILE_COLUMNS);
  const wanted = Math.max(1, Math.floor(WANTED_CHUNKS / Math.ceil(all / squares)));
  const chunkFilters = divisor(shape.filters, Math.max(filters, shape.filters / wanted), filters);
  return { squares, filters, chunkFilters };
}

export interface GradientBlocks {
  /** Squares whose patches are transformed at once. */
  squares: number;
  channels: number;
  filters: number;
  /** Parts of the squares whose sums are added in the end. */
  parts: number;
  /** Squares of a part, a multiple of `squares`. */
  partSquares: number;
}

/** Blocks of a filter gradient: with these, patches, gradients and sums take 1 MiB. */
const MOST_GRADIENT_SQUARES = 48;
const MOST_GRADIENT_CHANNELS = 64;
const MOST_GRADIENT_FILTERS = 128;

/** Shorter parts would make writing and adding their sums worth mentioning. */
const LEAST_PART = 2 * MOST_GRADIENT_SQUARES;

export function gradientBlocks(shape: WinogradShape): GradientBlocks {
  const { all } = squaresOf(shape);
  const channels = divisor(shape.channels, MOST_GRADIENT_CHANNELS, 4);
  const filters = divisor(shape.filters, MOST_GRADIENT_FILTERS, TILE_COLUMNS);
  const squares = Math.ceil(all / Math.ceil(all / MOST_GRADIENT_SQUARES));
  const wanted = Math.ceil((WANTED_CHUNKS * channels * filters) / (shape.channels * shape.filters));
  const mostParts = Math.max(1, Math.min(wanted, Math.floor(all / LEAST_PART)));
  const partSquares = squares * Math.ceil(all / squares / mostParts);
  return { squares, channels, filters, parts: Math.ceil(all / partSquares), partSquares };
}

/** The outputs as images. */
export const outputsOf = ({ outHeight, outWidth, filters }: WinogradShape) => ({
  height: outHeight,
  width: outWidth,
  channels: filters,
});
