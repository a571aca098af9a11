/**
 * @file Products of few rows, such as the dense layers of one sample. Each element of the right side is used once a row, so
 * packing it would take longer than the product: tiles read it where it is.
 */
import type { Step } from '../../../compiled/graph/step.ts';
import { add, divide, elementAt, multiply, remainder, type Word } from '../../wat/code.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createFinish } from '../epilogue.ts';
import { createKernel, type Kernel, type Target } from '../kernel.ts';
import type { Out } from './contraction.ts';
import { createTile } from './tile.ts';

/** With more rows, packed panels are faster. */
export const FEW_ROWS = 3;

/** One row has 8 sums, three rows have 12: as many as hide how long an addition takes. */
const columnsOfTile = (rows: number): number => (rows === 1 ? 32 : 16);

export interface FewRows {
  pairs: number;
  /** At most `FEW_ROWS`. */
  rows: number;
  columns: number;
  depth: number;
  /** Elements from one row to the next, and from one step of the depth to the next. */
  left: { row: number; depth: number };
  /** Elements from one step of the depth to the next. */
  rightDepth: number;
  /** Addresses of the first elements of a pair of matrices. */
  leftAt(pair: Word): Word;
  rightAt(pair: Word): Word;
  out: Out & { row: number };
}

export function fewRows(product: FewRows, epilogue: readonly Step[], target: Target): Kernel[] {
  const { pairs, rows, columns, depth, left, rightDepth, leftAt, rightAt, out } = product;
  const width = columnsOfTile(rows);
  const tileOf = (count: number) =>
    createTile({ rows, columns: count, left, right: rightDepth, outRow: out.row }, target);
  const tile = tileOf(width);
  const rest = columns % width;
  const last = rest === 0 ? null : tileOf(rest);
  const tiles = Math.ceil(columns / width);
  const finish = epilogue.length === 0 ? null : createFinish(target, out.value, epilogue);
  // What is read is 4 bytes for each element of the right side.
  const blocks = cut(pairs * tiles, depth * width * 4);
  return [
    createKernel('product of few rows', { chunks: blocks.chunks }, (body, chunk) => {
      const address = body.word('out', target.addressOf(out.value));
      const { first, last: end } = rangeOf(body, blocks, pairs * tiles, chunk);
      body.loop('tile', first, end, 1, (number) => {
        const pair = body.word('pair', divide(number, tiles));
        const column = body.word('column', multiply(remainder(number, tiles), width));
        const index = (row: number) => add(out.index(body, pair, row), column);
        const operands = [
          leftAt(pair),
          elementAt(rightAt(pair), column),
          elementAt(address, index(0)),
          depth,
        ];
        const finishRows = (count: number): void => {
          for (let row = 0; finish && row < rows; row++) body.do(body.call(finish, index(row), count));
        };
        const compute = (one: typeof tile, count: number): void => {
          body.do(body.call(one, ...operands, '(i32.const 0)'));
          finishRows(count);
        };
        if (last === null) compute(tile, width);
        else {
          const isLast = `(word.gt_u (word.add ${column} (word.const ${width})) (word.const ${columns}))`;
          body.when(
            isLast,
            () => compute(last, rest),
            () => compute(tile, width),
          );
        }
      });
    }),
  ];
}
