/** @file Sums rows, in partial sums over blocks of rows and then those. */
import type { SumRows } from '../../compiled/graph/operation.ts';
import type { Value } from '../../compiled/graph/value.ts';
import { visit } from '../wat/access.ts';
import {
  add,
  type Code,
  clearBytes,
  compare,
  divide,
  elementAt,
  multiply,
  remainder,
  select,
  type Variable,
  type Word,
} from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { cut, rangeOf } from './chunks.ts';
import { createFinish } from './epilogue.ts';
import { createKernel, type Kernel, type Target, type Workspace } from './kernel.ts';

/** Rows that are added to the sums at once, so that the sums are loaded and stored once for all of them. */
const ROWS = 4;

/** Rows that follow each other are seen as fewer, wider rows until they have so many columns. */
const WIDE = 64;

/** Fewer rows than this are not worth partial sums. */
const FEWEST_ROWS = 32;

/** Adds each of `rows` rows to the sums. All are in elements; both pointers keep their values. */
function addRows(
  body: Body,
  {
    sums,
    from,
    rows,
    columns,
    stride,
  }: {
    sums: Variable;
    from: Variable;
    rows: Word;
    columns: number;
    stride: number;
  },
): void {
  const row = body.word('row', from);
  const addAtOnce = (count: number) => {
    const sum = body.word('sum', sums);
    const addend = body.word('addend', row);
    visit(body, 0, columns, { pointers: [sum, addend] }, ({ load, store }) => {
      const terms: Code[] = Array.from({ length: count }, (_, number) => load(addend, 4 * stride * number));
      while (terms.length > 1) terms.push(`(f32x4.add ${terms.shift()} ${terms.shift()})`);
      body.do(store(sum, `(f32x4.add ${load(sum)} ${terms[0]})`));
    });
    body.increase(row, 4 * stride * count);
  };
  body.loop('wholes', 0, divide(rows, ROWS), 1, () => addAtOnce(ROWS));
  body.loop('others', 0, remainder(rows, ROWS), 1, () => addAtOnce(1));
}

/** How the rows of each sum are divided. */
interface Division {
  /** Rows side by side in a wide row. */
  fold: number;
  /** Wide rows. */
  rows: number;
  /** Blocks of wide rows, each with partial sums of its own. */
  blocks: number;
  /** Wide rows of each block but the last. */
  block: number;
}

function divideRows({ outer, rows, columns, rowStride }: SumRows): Division {
  let fold = 1;
  if (rowStride === columns) {
    while (fold * columns < WIDE && rows >= 2 * fold * FEWEST_ROWS) fold *= 2;
  }
  const wide = Math.floor(rows / fold);
  const wanted = cut(outer * rows, 4 * columns).chunks / outer;
  const block = Math.ceil(wide / Math.max(1, Math.min(Math.ceil(wanted), Math.floor(wide / FEWEST_ROWS))));
  return { fold, rows: wide, block, blocks: Math.ceil(wide / block) };
}

/** The rows that are summed: in memory, with strides in elements. */
interface Rows {
  memory: Value | Workspace;
  rows: number;
  outerStride: number;
  rowStride: number;
}

/** Sums all rows of each of `outer` sums, and passes them through the steps. */
function sumAll(operation: SumRows, { memory, rows, outerStride, rowStride }: Rows, target: Target): Kernel {
  const { out, outer, columns, epilogue } = operation;
  const parts = cut(outer, 4 * rows * columns);
  const finish = createFinish(target, out, epilogue);
  return createKernel('sum-rows', { chunks: parts.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, parts, outer, chunk);
    const sums = body.word('sums', elementAt(target.addressOf(out), multiply(first, columns)));
    const from = body.word('from', elementAt(target.addressOf(memory), multiply(first, outerStride)));
    body.loop('o', first, last, 1, (o) => {
      body.do(clearBytes(sums, 4 * columns));
      addRows(body, { sums, from, rows, columns, stride: rowStride });
      if (epilogue.length > 0) body.do(body.call(finish, multiply(o, columns), columns));
      body.increase(sums, 4 * columns);
      body.increase(from, 4 * outerStride);
    });
  });
}

/** Partial sums [outer, blocks, fold, columns]; the last block has the rows that do not fill a wide one. */
function sumBlocks(operation: SumRows, division: Division, partial: Workspace, target: Target): Kernel {
  const { input, outer, rows, columns, outerStride, rowStride } = operation;
  const { fold, blocks, block } = division;
  const [wideColumns, wideStride] = [fold * columns, fold * rowStride];
  const leftOver = rows - fold * division.rows;
  return createKernel('sum-rows-of-blocks', { chunks: outer * blocks }, (body, chunk) => {
    const number = body.word('number', remainder(chunk, blocks));
    const sums = body.word('sums', elementAt(target.addressOf(partial), multiply(chunk, wideColumns)));
    const start = add(multiply(divide(chunk, blocks), outerStride), multiply(number, block * wideStride));
    const from = body.word('from', elementAt(target.addressOf(input), start));
    const isLast = compare('eq', number, blocks - 1);
    const rowsOfLast = division.rows - (blocks - 1) * block;
    const count = rowsOfLast === block ? block : body.word('count', select(isLast, rowsOfLast, block));
    body.do(clearBytes(sums, 4 * wideColumns));
    addRows(body, { sums, from, rows: count, columns: wideColumns, stride: wideStride });
    if (leftOver === 0) return;
    body.when(isLast, () => {
      body.increase(from, 4 * rowsOfLast * wideStride);
      addRows(body, { sums, from, rows: leftOver, columns, stride: rowStride });
    });
  });
}

export function sumRows(operation: SumRows, target: Target): Kernel[] {
  const { input, outer, columns } = operation;
  const division = divideRows(operation);
  const rows = division.fold * division.blocks;
  if (rows === 1) return [sumAll(operation, { ...operation, memory: input }, target)];
  const outerStride = rows * columns;
  const memory: Workspace = { kind: 'workspace', bytes: 4 * outer * outerStride };
  return [
    sumBlocks(operation, division, memory, target),
    sumAll(operation, { memory, rows, outerStride, rowStride: columns }, target),
  ];
}
