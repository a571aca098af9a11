/** @file Transforms the patches of squares of outputs: [16, squares, channels]. */
import { add, elementAt, loadVector, multiply, storeVector, subtract } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import type { Target } from '../kernel.ts';
import type { WinogradShape } from './shape.ts';
import { createAddresses, createPixels, visitSquares } from './squares.ts';
import { OUTPUT, PATCH, transformPatch } from './transform.ts';

/**
 * A function (to, square, squares, channel, zeros): transforms the patches of this many squares from `square` on, `channels`
 * of them from `channel` on. `zeros` is the address of as many zeros.
 * @param rows Squares of a block.
 */
export function createPatchTransform(
  shape: WinogradShape,
  rows: number,
  channels: number,
  target: Target,
): WatFunction {
  const { image, padTop, padLeft } = shape;
  const parameters = { to: 'word', square: 'word', squares: 'word', channel: 'word', zeros: 'word' } as const;
  return defineFunction('patches', parameters, null, (body, { to, square, squares, channel, zeros }) => {
    const pixels = createPixels(body, shape, PATCH);
    const addresses = createAddresses(body, pixels.all);
    const base = body.word('base', elementAt(target.addressOf(image), channel));
    visitSquares(body, shape, square, squares, ({ image: number, row, column }) => {
      pixels.place(
        number,
        subtract(multiply(row, OUTPUT), padTop),
        subtract(multiply(column, OUTPUT), padLeft),
      );
      addresses.set((index) => elementAt(base, index), zeros);
      body.loop('at', 0, 4 * channels, 16, (at) => {
        transformPatch(
          body,
          (i, j) => loadVector(add(addresses.all[PATCH * i + j]!, at)),
          (i, j, value) => body.do(storeVector(to, value, 4 * (PATCH * i + j) * rows * channels)),
        );
        body.increase(to, 16);
      });
    });
    return undefined;
  });
}
