/** @file A product of a block of rows with packed panels, all of which are in a near cache. */
import { compare, elementAt, multiply, remainder, subtract, type Word } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import type { Target } from '../kernel.ts';
import { createColumn, TILE_COLUMNS, TILE_ROWS, type TileShape } from './tile.ts';

export interface BlockProduct {
  left: TileShape['left'];
  /** Rows of the last block; those of the others are a multiple of `TILE_ROWS`. */
  lastRows: number;
  /** Columns of the last block; those of the others are a multiple of `TILE_COLUMNS`. */
  lastColumns: number;
  /** Elements from one row of the output to the next. */
  outRow: number;
}

/**
 * (left, right, out, depth, accumulate, rows, columns): out = left right, with the panels of `right` [depth, TILE_COLUMNS]
 * one after another; or out += left right if `accumulate` is not 0.
 */
export function blockProduct(
  target: Target,
  { left: strides, lastRows, lastColumns, outRow }: BlockProduct,
): WatFunction {
  const parameters = {
    left: 'word',
    right: 'word',
    out: 'word',
    depth: 'word',
    accumulate: 'i32',
    rows: 'word',
    columns: 'word',
  } as const;
  const column = (columns: number): WatFunction =>
    createColumn({ left: strides, columns, outRow }, lastRows % TILE_ROWS, target);
  return defineFunction('block-product', parameters, null, (body, all) => {
    const { left, right, out, depth, accumulate, rows, columns } = all;
    const operands: readonly Word[] = [left, right, out, depth, accumulate, rows];
    const done = body.word('done', 0);
    const multiplyAll = (width: number): void => {
      const end = body.word('end', subtract(columns, remainder(columns, width)));
      body.loop('column', done, end, width, () => {
        body.do(body.call(column(width), ...operands));
        body.set(right, elementAt(right, multiply(depth, width)));
        body.set(out, elementAt(out, width));
      });
      body.set(done, end);
    };
    if (target.wideVectors) multiplyAll(2 * TILE_COLUMNS);
    multiplyAll(TILE_COLUMNS);
    const last = lastColumns % TILE_COLUMNS;
    if (last > 0) {
      body.when(compare('ne', done, columns), () => body.do(body.call(column(last), ...operands)));
    }
    return undefined;
  });
}
