/** @file Looks up rows of a table. */
import type { Gather } from '../../compiled/graph/operation.ts';
import { elementAt, loadInteger, multiply, toWord } from '../wat/code.ts';
import { costOf, cut, rangeOf } from './chunks.ts';
import { createFinishFrom } from './epilogue.ts';
import { createKernel, type Kernel, type Target } from './kernel.ts';

export function gather(operation: Gather, target: Target): Kernel[] {
  const { rows, columns, table, indices, out, epilogue } = operation;
  const parts = cut(rows, columns * costOf(epilogue));
  const finish = createFinishFrom(target, out, epilogue);
  return [
    createKernel('gather', { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, rows, chunk);
      const from = body.word('table', target.addressOf(table));
      const at = body.word('at', elementAt(target.addressOf(indices), first));
      body.loop('row', first, last, 1, (row) => {
        const entry = toWord(loadInteger(at));
        body.do(
          body.call(finish, multiply(row, columns), columns, elementAt(from, multiply(entry, columns))),
        );
        body.increase(at, 4);
      });
    }),
  ];
}
