/** @file A product of a block of rows with packed panels, all of which are in a near cache. */
import { elementAt, multiply, subtract, type Word } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import type { Target } from '../kernel.ts';
import { createColumn, TILE_COLUMNS, TILE_ROWS, type TileShape } from '../tiles/tile.ts';

export interface BlockProduct {
  left: TileShape['left'];
  /** Rows of the whole product; those of a block are a multiple of `TILE_ROWS`, but for the last block. */
  allRows: number;
  /** Columns of the last panel; `TILE_COLUMNS` to store all columns of panels. */
  lastColumns: number;
  /** Elements from one row of the output to the next. */
  outRow: number;
}

/**
 * (left, right, out, depth, accumulate, rows, panels): out = left right, with the panels of `right` [depth, TILE_COLUMNS]
 * one after another; or out += left right if `accumulate` is not 0.
 */
export function blockProduct(
  target: Target,
  { left: strides, allRows, lastColumns, outRow }: BlockProduct,
): WatFunction {
  const parameters = {
    left: 'word',
    right: 'word',
    out: 'word',
    depth: 'word',
    accumulate: 'i32',
    rows: 'word',
    panels: 'word',
  } as const;
  const column = (columns: number): WatFunction =>
    createColumn({ left: strides, columns, outRow }, allRows % TILE_ROWS, target);
  return defineFunction('block-product', parameters, null, (body, all) => {
    const { left, right, out, depth, accumulate, rows, panels } = all;
    const operands: readonly Word[] = [left, right, out, depth, accumulate, rows];
    const isWhole = lastColumns === TILE_COLUMNS;
    body.loop('panel', 0, isWhole ? panels : subtract(panels, 1), 1, () => {
      body.do(body.call(column(TILE_COLUMNS), ...operands));
      body.set(right, elementAt(right, multiply(depth, TILE_COLUMNS)));
      body.set(out, elementAt(out, TILE_COLUMNS));
    });
    if (!isWhole) body.do(body.call(column(lastColumns), ...operands));
    return undefined;
  });
}
