/** @file Transforms the gradients of squares of outputs: [16, filters / 8, squares, 8], panels as tiles read them. */
import type { Value } from '../../../compiled/graph/value.ts';
import { add, elementAt, loadVector, multiply, storeVector } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import type { Target } from '../kernel.ts';
import { TILE_COLUMNS } from '../tiles/tile.ts';
import { outputsOf, type WinogradShape } from './shape.ts';
import { createAddresses, createPixels, visitSquares } from './squares.ts';
import { OUTPUT, PATCH, transformGradient } from './transform.ts';

/**
 * A function (to, square, squares, filter, zeros): transforms the gradients of this many squares from `square` on, `filters`
 * of them from `filter` on. `zeros` is the address of as many zeros.
 * @param rows Squares of a block.
 */
export function createGradientTransform(
  shape: WinogradShape,
  gradient: Value,
  rows: number,
  filters: number,
  target: Target,
): WatFunction {
  const parameters = { to: 'word', square: 'word', squares: 'word', filter: 'word', zeros: 'word' } as const;
  return defineFunction('gradients', parameters, null, (body, { to, square, squares, filter, zeros }) => {
    const pixels = createPixels(body, outputsOf(shape), OUTPUT);
    const addresses = createAddresses(body, pixels.all);
    const base = body.word('base', elementAt(target.addressOf(gradient), filter));
    const panel = body.word('panel');
    visitSquares(body, shape, square, squares, ({ image, row, column }) => {
      pixels.place(image, multiply(row, OUTPUT), multiply(column, OUTPUT));
      addresses.set((index) => elementAt(base, index), zeros);
      body.set(panel, to);
      body.loop('at', 0, 4 * filters, 4 * TILE_COLUMNS, (at) => {
        for (const half of [0, 16]) {
          transformGradient(
            body,
            (i, j) => loadVector(add(addresses.all[OUTPUT * i + j]!, at), half),
            (i, j, value) => body.do(storeVector(panel, value, 4 * (PATCH * i + j) * rows * filters + half)),
          );
        }
        body.set(panel, elementAt(panel, multiply(squares, TILE_COLUMNS)));
      });
      body.set(to, elementAt(to, TILE_COLUMNS));
    });
    return undefined;
  });
}
