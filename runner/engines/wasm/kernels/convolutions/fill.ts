/** @file Rows of an output that get no sums: zeros, then the epilogue. */
import type { Step } from '../../../compiled/graph/step.ts';
import { clearBytes, elementAt } from '../../wat/code.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createFinish } from '../epilogue.ts';
import { createKernel, type Kernel, type Target } from '../kernel.ts';
import type { Out } from '../tiles/contraction.ts';

export function fillKernel(
  out: Out,
  rows: number,
  columns: number,
  epilogue: readonly Step[],
  target: Target,
): Kernel {
  const blocks = cut(rows, 8 * columns);
  const finish = epilogue.length === 0 ? null : createFinish(target, out.value, epilogue);
  return createKernel('zeros', { chunks: blocks.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, blocks, rows, chunk);
    const address = body.word('out', target.addressOf(out.value));
    const index = body.word('index');
    body.loop('row', first, last, 1, (row) => {
      body.set(index, out.index(body, 0, row));
      body.do(clearBytes(elementAt(address, index), 4 * columns));
      if (finish) body.do(body.call(finish, index, columns));
    });
  });
}
