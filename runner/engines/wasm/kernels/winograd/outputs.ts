/** @file Transforms sums [16, squares, filters] to squares of outputs and applies the epilogue to them. */
import type { Step } from '../../../compiled/graph/step.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { add, elementAt, loadVector, multiply, storeVector } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import { createFinish } from '../epilogue.ts';
import type { Target } from '../kernel.ts';
import { outputsOf, type WinogradBlocks, type WinogradShape } from './shape.ts';
import { createAddresses, createPixels, visitSquares } from './squares.ts';
import { OUTPUT, PATCH, transformSums } from './transform.ts';

/**
 * A function (sums, square, squares, filter, spare): the outputs of `squares` squares from `square` on and of the filters of
 * a block from `filter` on. What lies beyond the last row and column of an image is written to `spare`.
 */
export function createOutputTransform(
  shape: WinogradShape,
  { squares: rows, filters }: WinogradBlocks,
  out: Value,
  epilogue: readonly Step[],
  target: Target,
): WatFunction {
  const finish = epilogue.length === 0 ? null : createFinish(target, out, epilogue);
  const parameters = {
    sums: 'word',
    square: 'word',
    squares: 'word',
    filter: 'word',
    spare: 'word',
  } as const;
  return defineFunction('outputs', parameters, null, (body, { sums, square, squares, filter, spare }) => {
    const pixels = createPixels(body, outputsOf(shape), OUTPUT);
    const addresses = createAddresses(body, pixels.all);
    const base = body.word('base', elementAt(target.addressOf(out), filter));
    visitSquares(body, shape, square, squares, ({ image, row, column }) => {
      pixels.place(image, multiply(row, OUTPUT), multiply(column, OUTPUT));
      addresses.set((index) => elementAt(base, index), spare);
      body.loop('at', 0, 4 * filters, 16, (at) => {
        transformSums(
          body,
          (i, j) => loadVector(sums, 4 * (PATCH * i + j) * rows * filters),
          (i, j, value) => body.do(storeVector(add(addresses.all[OUTPUT * i + j]!, at), value)),
        );
        body.increase(sums, 16);
      });
      for (const { index, isInside } of finish ? pixels.all : []) {
        body.when(isInside, () => body.do(body.call(finish!, add(index, filter), filters)));
      }
    });
    return undefined;
  });
}
