/** @file Moves rows within sequences. */
import type { ShiftRows } from '../../compiled/graph/operation.ts';
import { add, clearBytes, codeOf, elementAt, multiply, type Variable, type Word } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { costOf, cut, rangeOf } from './chunks.ts';
import { createFinish, createFinishFrom } from './epilogue.ts';
import { createKernel, type Kernel, type Target } from './kernel.ts';

/** Returns a function that adds code: it fills rows of the output, of which `first` is the first element. */
function createFill({ columns, fill, out, epilogue }: ShiftRows, target: Target) {
  if (fill) {
    const finish = createFinishFrom(target, out, epilogue);
    return (body: Body, first: Word, rows: number) =>
      body.loop('filled', 0, rows, 1, (row) => {
        const element = add(first, multiply(row, columns));
        body.do(body.call(finish, element, columns, target.addressOf(fill)));
      });
  }
  const finish = createFinish(target, out, epilogue);
  return (body: Body, first: Word, rows: number) => {
    const size = rows * columns;
    const to = codeOf(elementAt(target.addressOf(out), first));
    body.do(clearBytes(to, 4 * size));
    if (epilogue.length > 0) body.do(body.call(finish, first, size));
  };
}

/** The rows of each sequence of the output that have a row of the input, without those before and after. */
function movedRows({ inputRows, outRows, shift }: ShiftRows) {
  const from = Math.min(Math.max(0, shift), outRows);
  return { from, to: Math.max(from, Math.min(outRows, inputRows + shift)) };
}

export function shiftRows(operation: ShiftRows, target: Target): Kernel[] {
  const { batch, inputRows, outRows, columns, shift, input, out, epilogue } = operation;
  const parts = cut(batch, outRows * columns * costOf(epilogue));
  const moved = movedRows(operation);
  const fill = createFill(operation, target);
  const finish = createFinishFrom(target, out, epilogue);

  const move = (body: Body, sequence: Variable) => {
    const first = body.word('first', multiply(sequence, outRows * columns));
    const start = add(multiply(sequence, inputRows * columns), (moved.from - shift) * columns);
    if (moved.from > 0) fill(body, first, moved.from);
    if (moved.from < moved.to) {
      const from = elementAt(target.addressOf(input), start);
      const size = (moved.to - moved.from) * columns;
      body.do(body.call(finish, add(first, moved.from * columns), size, from));
    }
    if (moved.to < outRows) fill(body, add(first, moved.to * columns), outRows - moved.to);
  };
  return [
    createKernel('shift-rows', { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, batch, chunk);
      body.loop('sequence', first, last, 1, (sequence) => move(body, sequence));
    }),
  ];
}
