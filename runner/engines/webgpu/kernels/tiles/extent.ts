/** @file How far the tiles of a choice reach, and which tile a workgroup computes. */
import { fold } from '../grid.ts';
import type { Contraction } from './contraction.ts';
import { linesOf } from './side.ts';
import type { TileChoice } from './tile.ts';

/** Steps of the depth loop of each part, and whether tiles reach beyond rows or depth. */
export function extentOf({ rows, depth, own }: Contraction, { tile, split }: TileChoice) {
  const steps = Math.ceil(depth / tile.depth / split);
  return {
    steps,
    rowsEdge: own?.rows !== undefined || rows % tile.rows !== 0,
    depthEdge: own ? own.multiple % tile.depth !== 0 : steps * split * tile.depth !== depth,
  };
}

/** WGSL of the number of a workgroup; those beyond the last return. */
export const groupNumber = (count: number): string =>
  linesOf(
    `let number = ${fold(count).number};`,
    fold(count).grid[1] === 1 ? '' : `if (number >= ${count}u) { return; }`,
  );

/**
 * Rows of tiles that are computed side by side. Workgroups that run at the same time then need few different rows and
 * columns of the operands, so that most of their loads are served by the cache.
 */
const BAND = 16;

/** WGSL of the row and the column of tile `tile`: row by row, or column by column in bands of rows where rows are long. */
function orderOf(tileRows: number, tileColumns: number): string {
  if (tileColumns <= BAND || tileRows <= 1) {
    return `let tile_row = tile / ${tileColumns}u;
  let tile_column = tile % ${tileColumns}u;`;
  }
  const height = tileRows % BAND === 0 ? `${BAND}u` : `min(${BAND}u, ${tileRows}u - band * ${BAND}u)`;
  return `let band = tile / ${BAND * tileColumns}u;
  let band_height = ${height};
  let tile_row = band * ${BAND}u + tile % ${BAND * tileColumns}u % band_height;
  let tile_column = tile % ${BAND * tileColumns}u / band_height;`;
}

/** WGSL of the first depth of a part and its steps, `first_depth` and `steps`. */
function depthOfPart({ own }: Contraction, { tile, split }: TileChoice, steps: number): string {
  if (!own) {
    return `const steps = ${steps}u;
  let first_depth = part * ${steps * tile.depth}u;`;
  }
  return `let all_steps = (${own.depth} + ${tile.depth - 1}u) / ${tile.depth}u;
  let part_steps = (all_steps + ${split - 1}u) / ${split}u;
  let first_step = min(all_steps, part * part_steps);
  let steps = min(part_steps, all_steps - first_step);
  let first_depth = first_step * ${tile.depth}u;`;
}

/** Workgroups of a choice, and WGSL of what differs between them: matrix, part, tile, rows, and the depth of the part. */
export function workOf(contraction: Contraction, choice: TileChoice): { count: number; text: string } {
  const { tile, split } = choice;
  const { matrices, own, rows, columns } = contraction;
  const tileRows = Math.ceil(rows / tile.rows);
  const tileColumns = Math.ceil(columns / tile.columns);
  const tiles = tileRows * tileColumns;
  const count = tiles * split * matrices;
  return {
    count,
    text: linesOf(
      groupNumber(count),
      `let tile = number % ${tiles}u;`,
      `let part = number / ${tiles}u % ${split}u;`,
      `let matrix = ${matrices === 1 ? '0u' : `number / ${tiles * split}u`};`,
      orderOf(tileRows, tileColumns),
      `let rows = ${own?.rows ?? `${rows}u`};`,
      own?.rows ? `if (tile_row * ${tile.rows}u >= rows) { return; }` : '',
      depthOfPart(contraction, choice, extentOf(contraction, choice).steps),
    ),
  };
}
