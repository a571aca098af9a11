/** @file The tiles that are worth a try, and how fast each is on a large GPU. */
import type { KernelLimits } from '../kernel.ts';
import type { Buffering, Tile } from './tile.ts';

/** A tile with one way to load it. */
export interface LoadedTile {
  tile: Tile;
  buffering: Buffering;
  /** The share of a GPU's peak that it reaches where there are many of them. */
  share: number;
}

/** For the rates of a device: "128x128x16/16x8 ahead". */
export const tileName = ({ tile, buffering }: Pick<LoadedTile, 'tile' | 'buffering'>): string => {
  const { rows, columns, depth, threadRows, threadColumns } = tile;
  return `${rows}x${columns}x${depth}/${threadRows}x${threadColumns}${buffering === 'direct' ? '' : ` ${buffering}`}`;
};

type Row = readonly [
  rows: number,
  columns: number,
  depth: number,
  threadRows: number,
  threadColumns: number,
  buffering: Buffering,
  share: number,
];

/**
 * The shares of tiles of at least 32 x 32 were measured on an NVIDIA H200 in float32, in a product of 4096 x 4096 x 4096, of
 * a peak of 67 TFLOP/s; those of the smaller ones are set by the vectors that they read from workgroup memory for each
 * product. On a device that is tuned, its own rates replace them.
 */
const ROWS: readonly Row[] = [
  [256, 128, 16, 16, 8, 'double', 0.68],
  [128, 128, 16, 16, 8, 'ahead', 0.65],
  [256, 64, 16, 16, 8, 'ahead', 0.64],
  [64, 128, 16, 8, 8, 'ahead', 0.61],
  [128, 64, 16, 8, 8, 'ahead', 0.6],
  [64, 64, 16, 8, 8, 'ahead', 0.56],
  [128, 128, 16, 8, 8, 'direct', 0.56],
  [128, 32, 16, 8, 8, 'ahead', 0.55],
  [32, 128, 16, 8, 8, 'ahead', 0.54],
  [64, 64, 16, 8, 4, 'direct', 0.5],
  [64, 64, 16, 8, 4, 'ahead', 0.5],
  [64, 64, 16, 4, 4, 'direct', 0.47],
  [64, 32, 32, 4, 4, 'ahead', 0.44],
  [32, 64, 32, 4, 4, 'ahead', 0.44],
  [128, 16, 16, 8, 4, 'ahead', 0.42],
  [16, 128, 16, 4, 4, 'ahead', 0.41],
  [32, 32, 32, 4, 4, 'direct', 0.37],
  [64, 16, 32, 4, 4, 'direct', 0.33],
  [16, 64, 32, 4, 4, 'direct', 0.33],
  [8, 128, 32, 4, 4, 'direct', 0.27],
  [4, 256, 16, 4, 4, 'direct', 0.2],
  [4, 128, 32, 4, 4, 'direct', 0.2],
];

const TILES: readonly LoadedTile[] = ROWS.map(
  ([rows, columns, depth, threadRows, threadColumns, buffering, share]) => ({
    tile: { rows, columns, depth, threadRows, threadColumns },
    buffering,
    share,
  }),
);

const PEAK_SHARE = Math.max(...TILES.map(({ share }) => share));

/** All tiles; where rates were measured, the fastest one gets the share of the fastest one here. */
export function loadedTiles(rates?: KernelLimits['rates']): readonly LoadedTile[] {
  if (!rates) return TILES;
  const fastest = Math.max(...rates.values());
  return TILES.flatMap((loaded) => {
    const rate = rates.get(tileName(loaded));
    return rate === undefined ? [] : [{ ...loaded, share: (PEAK_SHARE * rate) / fastest }];
  });
}
