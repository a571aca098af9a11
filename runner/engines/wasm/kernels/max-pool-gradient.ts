/** @file The gradient of max pooling. */
import type { MaxPoolGradient } from '../../compiled/graph/operation.ts';
import type { Step } from '../../compiled/graph/step.ts';
import type { Value } from '../../compiled/graph/value.ts';
import { type Access, visit } from '../wat/access.ts';
import {
  add,
  clearBytes,
  compare,
  elementAt,
  multiply,
  remainder,
  type Variable,
  type Word,
} from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { costOf, cut, rangeOf } from './chunks.ts';
import { createFinish } from './epilogue.ts';
import { createKernel, type Kernel, type Target } from './kernel.ts';
import { offsetsOf, startOfRow, windowsOf } from './max-pool.ts';

interface Pointers {
  input: Variable;
  gradient: Variable;
  out: Variable;
}

/** Whether the step is the gradient of a relu whose result the pool reads. */
const isOfRelu = (step: Step | undefined, input: Value): boolean =>
  step?.kind === 'relu-gradient' && step.output.value.id === input.id && step.output.index.kind === 'same';

interface Window {
  /** Of its elements, in bytes. */
  offsets: readonly number[];
  /** Whether only positive elements get a gradient. */
  positive: boolean;
}

/** Passes the gradients of a window's channels to the first largest element of each. */
function passGradient(
  body: Body,
  { offsets, positive }: Window,
  pointers: Pointers,
  { load, store }: Access,
): void {
  const { input, gradient, out } = pointers;
  const largest = body.vector('largest', load(input, offsets[0]));
  // For each element but the first, where it is larger than all before it.
  const isLarger = offsets.slice(1).map((offset) => {
    const element = body.vector('element', load(input, offset));
    const larger = body.vector('larger', `(f32x4.gt ${element} ${largest})`);
    body.set(largest, `(f32x4.pmax ${largest} ${element})`);
    return larger;
  });
  // The last of those is the largest: what is left for the elements before it is nothing.
  const left = body.vector('left', load(gradient));
  if (positive) body.set(left, `(v128.and ${left} (f32x4.gt ${largest} ${body.vector('zero')}))`);
  for (let number = offsets.length - 1; number > 0; number--) {
    const larger = isLarger[number - 1]!;
    body.do(store(out, `(v128.and ${left} ${larger})`, offsets[number]));
    body.set(left, `(v128.andnot ${left} ${larger})`);
  }
  body.do(store(out, left, offsets[0]));
}

/** Writes zeros. Sizes are in elements. */
const clear = (body: Body, at: Word, size: number): void => {
  if (size > 0) body.do(clearBytes(at, 4 * size));
};

export function maxPoolGradient(operation: MaxPoolGradient, target: Target): Kernel[] {
  const { shape, input, gradient, out } = operation;
  // An element that gets a gradient is the largest of its window, so there the sign of the largest decides.
  const positive = isOfRelu(operation.epilogue[0], input);
  const epilogue = operation.epilogue.slice(positive ? 1 : 0);
  const { batch, height, width, channels, size } = shape;
  const { down, across } = windowsOf(shape);
  const rows = batch * down;
  const line = width * channels;
  const rest = { lines: height - down * size, columns: (width - across * size) * channels };
  const parts = cut(rows, size * line * costOf(epilogue));
  const finish = createFinish(target, out, epilogue);
  const window = { offsets: offsetsOf(shape), positive };

  /** Elements that are in no complete window: at the right of these windows, and below the last row of an image. */
  const clearRest = (body: Body, to: Variable, row: Variable) => {
    for (let y = 0; y < size; y++) clear(body, add(to, 4 * y * line), rest.columns);
    if (rest.lines === 0) return;
    body.when(compare('eq', remainder(row, down), down - 1), () => {
      clear(body, add(to, 4 * (size * line - (line - rest.columns))), rest.lines * line);
    });
  };
  /** Passes what a row of windows has stored through the steps. */
  const finishRow = (body: Body, start: Word, row: Variable) => {
    if (epilogue.length === 0) return;
    body.do(body.call(finish, start, size * line));
    if (rest.lines === 0) return;
    body.when(compare('eq', remainder(row, down), down - 1), () =>
      body.do(body.call(finish, add(start, size * line), rest.lines * line)),
    );
  };
  return [
    createKernel('max-pool-gradient', { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, rows, chunk);
      const from = elementAt(target.addressOf(gradient), multiply(first, across * channels));
      const pointers = {
        gradient: body.word('gradient', from),
        input: body.word('input'),
        out: body.word('out'),
      };
      body.loop('row', first, last, 1, (row) => {
        const start = body.word('start', startOfRow(shape, row));
        body.set(pointers.input, elementAt(target.addressOf(input), start));
        body.set(pointers.out, elementAt(target.addressOf(out), start));
        body.repeat(across, () => {
          visit(body, 0, channels, { pointers: Object.values(pointers) }, (access) =>
            passGradient(body, window, pointers, access),
          );
          body.increase(pointers.input, 4 * channels * (size - 1));
          body.increase(pointers.out, 4 * channels * (size - 1));
        });
        clearRest(body, pointers.out, row);
        finishRow(body, start, row);
      });
    }),
  ];
}
