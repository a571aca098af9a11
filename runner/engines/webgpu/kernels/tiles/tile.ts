/** @file The shapes of a tile: how much of a product a workgroup computes, and how its invocations share that. */
import type { KernelLimits } from '../kernel.ts';

/**
 * How a tile's operands reach workgroup memory:
 * `direct`: load, store, wait, multiply;
 * `ahead`: the next tiles are loaded into registers while the current ones are multiplied;
 * `double`: the same with two tiles in workgroup memory, which leaves one barrier a tile instead of two.
 */
export type Buffering = 'direct' | 'ahead' | 'double';

/** All sizes are powers of two; `threadRows` and `threadColumns` are multiples of four. */
export interface Tile {
  /** Outputs of a workgroup. */
  rows: number;
  columns: number;
  /** Terms of each sum that are in workgroup memory at a time. */
  depth: number;
  /** Outputs of an invocation. */
  threadRows: number;
  threadColumns: number;
}

/** A tile with everything that distinguishes its kernel from others for the same operation. */
export interface TileChoice {
  tile: Tile;
  buffering: Buffering;
  /** Parts into which the depth is cut; each has its own workgroups, and a second kernel adds their results. */
  split: number;
  /** Whether half precision is converted when it is stored in workgroup memory, not when it is read from there. */
  widen: boolean;
}

export const invocationsOf = ({ rows, columns, threadRows, threadColumns }: Tile): number =>
  (rows / threadRows) * (columns / threadColumns);

/** Bytes of workgroup memory. */
const workgroupBytesOf = (
  { rows, columns, depth }: Tile,
  buffering: Buffering,
  { left, right }: { left: number; right: number },
): number => (buffering === 'double' ? 2 : 1) * depth * (rows * left + columns * right);

export const nameOf = ({ tile, buffering, split, widen }: TileChoice): string =>
  [
    `${tile.rows}x${tile.columns}x${tile.depth}/${tile.threadRows}x${tile.threadColumns}`,
    ...(buffering === 'direct' ? [] : [buffering]),
    ...(widen ? ['widened'] : []),
    ...(split === 1 ? [] : [`split ${split}`]),
  ].join(' ');

export const fits = (
  tile: Tile,
  buffering: Buffering,
  bytes: { left: number; right: number },
  limits: KernelLimits,
): boolean =>
  invocationsOf(tile) <= limits.invocations &&
  workgroupBytesOf(tile, buffering, bytes) <= limits.workgroupBytes;
