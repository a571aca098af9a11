/**
 * @file The micro kernel of all products: a tile of sums in registers. On x64, 6 rows of 8 columns fill its 16 vector
 * registers: 12 sums, 2 vectors of the right side and 1 value of the left; where pairs of vectors share a register, 6 rows
 * of 16 columns do. `npm run perf -- wasm` has its speed.
 */
import { type Code, elementAt, loadSplat, loadVector, multiply } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import { type Lanes, storeLanes } from '../../wat/vector.ts';
import { multiplyAdd, type Target } from '../kernel.ts';

export const TILE_ROWS = 6;
export const TILE_COLUMNS = 8;

export interface TileShape {
  rows: number;
  /** At most two panels. */
  columns: number;
  /** Elements from one row of the left side to the next, and from one step of the depth to the next. */
  left: { row: number; depth: number };
  /** Elements from one step of the depth of the right side to the next; by default it is in panels, one after another. */
  right?: number;
  /** Elements from one row of the output to the next. */
  outRow: number;
}

const range = (count: number): number[] => [...Array(count).keys()];

/**
 * A function (left, right, out, depth, accumulate): the addresses of the first elements, the number of steps, at least 1,
 * and an i32 that is not 0 to add to what `out` holds. Vectors of `out` and of the right side
 * are read, but not written, beyond `columns`.
 */
export function createTile(
  { rows, columns, left: { row, depth: step }, right: rightStep, outRow }: TileShape,
  target: Target,
): WatFunction {
  const vectors = Math.ceil(columns / 4);
  const parameters = { left: 'word', right: 'word', out: 'word', depth: 'word', accumulate: 'i32' } as const;
  return defineFunction(
    `tile-${rows}x${columns}`,
    parameters,
    null,
    (body, { left, right, out, depth, accumulate }) => {
      const sums = range(rows).flatMap((i) =>
        range(vectors).map((j) => ({ i, j, sum: body.vector('sum'), offset: 4 * (i * outRow + 4 * j) })),
      );
      body.when(`${accumulate}`, () => {
        for (const { sum, offset } of sums) body.set(sum, loadVector(out, offset));
      });
      const panel = range(vectors).map(() => body.vector('panel'));
      const second =
        rightStep === undefined && columns > TILE_COLUMNS
          ? body.word('second', elementAt(right, multiply(depth, TILE_COLUMNS)))
          : null;
      const loadRight = (j: number): Code =>
        second && j >= 2 ? loadVector(second, 16 * (j - 2)) : loadVector(right, 16 * j);
      const value = body.vector('value');
      body.repeat(depth, () => {
        for (const [j, vector] of panel.entries()) body.set(vector, loadRight(j));
        for (const { i, j, sum } of sums) {
          if (j === 0) body.set(value, loadSplat(left, 4 * i * row));
          body.set(sum, multiplyAdd(target, value, panel[j]!, sum));
        }
        body.set(left, elementAt(left, step));
        body.set(right, elementAt(right, rightStep ?? TILE_COLUMNS));
        if (second) body.set(second, elementAt(second, TILE_COLUMNS));
      });
      for (const { j, sum, offset } of sums) {
        body.do(storeLanes(out, sum, Math.min(4, columns - 4 * j) as Lanes, offset));
      }
      return undefined;
    },
  );
}

/**
 * A function (left, right, out, depth, accumulate, rows): tiles one below the other, with `rows` the number of all rows:
 * a multiple of TILE_ROWS and then, if any, `remainder`.
 */
export function createColumn(shape: Omit<TileShape, 'rows'>, remainder: number, target: Target): WatFunction {
  const tile = createTile({ ...shape, rows: TILE_ROWS }, target);
  const last = remainder === 0 ? null : createTile({ ...shape, rows: remainder }, target);
  const parameters = {
    left: 'word',
    right: 'word',
    out: 'word',
    depth: 'word',
    accumulate: 'i32',
    rows: 'word',
  } as const;
  return defineFunction('column', parameters, null, (body, { left, right, out, depth, accumulate, rows }) => {
    body.loop('row', TILE_ROWS, `(word.add ${rows} (word.const 1))`, TILE_ROWS, () => {
      body.do(body.call(tile, left, right, out, depth, accumulate));
      body.set(left, elementAt(left, TILE_ROWS * shape.left.row));
      body.set(out, elementAt(out, TILE_ROWS * shape.outRow));
    });
    if (last) {
      body.when(`(word.ne (word.rem_u ${rows} (word.const ${TILE_ROWS})) (word.const 0))`, () =>
        body.do(body.call(last, left, right, out, depth, accumulate)),
      );
    }
    return undefined;
  });
}
