/** @file Adds the partial sums of a contraction, part by part in ascending order. */
import type { Step } from '../../../compiled/graph/step.ts';
import {
  add,
  elementAt,
  loadFloat,
  loadVector,
  multiply,
  storeFloat,
  storeVector,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createFinish } from '../epilogue.ts';
import { createKernel, type Kernel, type Target, type Workspace } from '../kernel.ts';
import type { Contraction } from './contraction.ts';

/** Adds `parts` floats or vectors that are `distance` bytes apart. */
function addParts(
  body: Body,
  sum: Variable,
  from: Word,
  parts: number,
  distance: number,
  width: 1 | 4,
): void {
  const [load, plus] = width === 4 ? [loadVector, 'f32x4.add'] : [loadFloat, 'f32.add'];
  const at = body.word('part', from);
  body.set(sum, load(at));
  body.repeat(parts - 1, () => {
    body.increase(at, distance);
    body.set(sum, `(${plus} ${sum} ${load(at)})`);
  });
}

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
    const [vector, single] = [body.vector('sum'), body.float('sum')];
    const line = body.word('line');
    const index = body.word('index');
    body.loop('row', first, last, 1, (row) => {
      body.set(line, elementAt(from, multiply(row, columns)));
      body.set(
        index,
        out.index(
          body,
          `(word.div_u ${row} (word.const ${rows}))`,
          `(word.rem_u ${row} (word.const ${rows}))`,
        ),
      );
      const to = (column: Word) => elementAt(address, add(index, column));
      const whole = columns - (columns % 4);
      if (whole > 0) {
        body.loop('column', 0, whole, 4, (column) => {
          addParts(body, vector, elementAt(line, column), parts, distance, 4);
          body.do(storeVector(to(column), `${vector}`));
        });
      }
      for (let column = whole; column < columns; column++) {
        addParts(body, single, elementAt(line, column), parts, distance, 1);
        body.do(storeFloat(to(column), `${single}`));
      }
      if (finish) body.do(body.call(finish, index, columns));
    });
  });
}
