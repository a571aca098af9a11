/** @file Adds the partial sums of a contraction, part by part in ascending order. */
import type { Step } from '../../../compiled/graph/step.ts';
import { visit } from '../../wat/access.ts';
import { divide, elementAt, multiply, remainder } from '../../wat/code.ts';
import { plus } from '../../wat/vector.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createFinish } from '../epilogue.ts';
import { createKernel, type Kernel, type Target, type Workspace } from '../kernel.ts';
import type { Contraction } from './contraction.ts';

/** @param workspace partial sums [parts, pairs, rows, columns] */
export function sumParts(
  { name, pairs, rows, columns, out }: Pick<Contraction, 'name' | 'pairs' | 'rows' | 'columns' | 'out'>,
  parts: number,
  workspace: Workspace,
  epilogue: readonly Step[],
  target: Target,
): Kernel {
  const lines = pairs * rows;
  const distance = 4 * lines * columns;
  const blocks = cut(lines, parts * columns * 4);
  const finish = epilogue.length === 0 ? null : createFinish(target, out.value, epilogue);
  return createKernel(`sums of ${name}`, { chunks: blocks.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, blocks, lines, chunk);
    const from = body.word('from', target.addressOf(workspace));
    const address = body.word('out', target.addressOf(out.value));
    const line = body.word('line', elementAt(from, multiply(first, columns)));
    const [sum, part] = [body.vector('sum'), body.word('part')];
    const [index, to] = [body.word('index'), body.word('to')];
    body.loop('row', first, last, 1, (row) => {
      body.set(index, out.index(body, divide(row, rows), remainder(row, rows)));
      body.set(to, elementAt(address, index));
      visit(body, 0, columns, { pointers: [line, to] }, ({ load, store }) => {
        body.set(part, line);
        body.set(sum, load(part));
        body.repeat(parts - 1, () => {
          body.increase(part, distance);
          body.set(sum, plus(sum, load(part)));
        });
        body.do(store(to, sum));
      });
      if (finish) body.do(body.call(finish, index, columns));
    });
  });
}
