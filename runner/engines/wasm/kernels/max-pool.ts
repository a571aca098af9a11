/** @file Max pooling. */
import type { MaxPool, PoolShape } from '../../compiled/graph/operation.ts';
import { visit } from '../wat/access.ts';
import { add, divide, elementAt, multiply, remainder, type Word } from '../wat/code.ts';
import { costOf, cut, rangeOf } from './chunks.ts';
import { createFinish } from './epilogue.ts';
import { createKernel, type Kernel, type Target } from './kernel.ts';

/** Complete windows below each other and side by side. */
export const windowsOf = ({ height, width, size }: PoolShape) => ({
  down: Math.floor(height / size),
  across: Math.floor(width / size),
});

/** The offset in bytes of each element of a window from its first, row by row. */
export const offsetsOf = ({ width, channels, size }: PoolShape): number[] =>
  Array.from(
    { length: size * size },
    (_, number) => 4 * channels * (Math.floor(number / size) * width + (number % size)),
  );

/** The element of the image with which a row of windows begins; rows are counted over all images. */
export function startOfRow(shape: PoolShape, row: Word): Word {
  const { height, width, channels, size } = shape;
  const { down } = windowsOf(shape);
  if (down * size === height) return multiply(row, size * width * channels);
  const line = add(multiply(divide(row, down), height), multiply(remainder(row, down), size));
  return multiply(line, width * channels);
}

export function maxPool({ shape, input, out, epilogue }: MaxPool, target: Target): Kernel[] {
  const { batch, width, channels, size } = shape;
  const { down, across } = windowsOf(shape);
  const columns = across * channels;
  const rows = batch * down;
  const parts = cut(rows, 4 * width * channels * size + columns * costOf(epilogue));
  const finish = createFinish(target, out, epilogue);
  return [
    createKernel('max-pool', { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, rows, chunk);
      const to = body.word('to', elementAt(target.addressOf(out), multiply(first, columns)));
      body.loop('row', first, last, 1, (row) => {
        const from = body.word('from', elementAt(target.addressOf(input), startOfRow(shape, row)));
        body.repeat(across, () => {
          visit(body, 0, channels, { pointers: [from, to] }, ({ load, store }) => {
            const [start, ...others] = offsetsOf(shape).map((offset) => load(from, offset));
            // Only an element that is larger takes the place of the one before, as NaN never is.
            body.do(
              store(
                to,
                others.reduce((largest, other) => `(f32x4.pmax ${largest} ${other})`, start!),
              ),
            );
          });
          body.increase(from, 4 * channels * (size - 1));
        });
        if (epilogue.length > 0) body.do(body.call(finish, multiply(row, columns), columns));
      });
    }),
  ];
}
