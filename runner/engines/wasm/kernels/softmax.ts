/** @file Softmax and its gradient, row by row: a row stays in the cache from pass to pass. */
import type { Softmax, SoftmaxGradient } from '../../compiled/graph/operation.ts';
import { float, splat, type Variable } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { prepareExp } from '../wat/math.ts';
import {
  constants,
  larger,
  largestLane,
  minus,
  onlyLanes,
  otherLanes,
  plus,
  sumOfLanes,
  times,
} from '../wat/vector.ts';
import { createKernel, type Kernel, multiplyAdd, type Target } from './kernel.ts';
import {
  cutRows,
  eachPart,
  eachRow,
  FLOAT_BYTES,
  loadPart,
  reduceRow,
  rowAt,
  storePart,
  sumRow,
} from './row.ts';

/** What exp counts for in bytes that are moved, about. */
const EXP_BYTES = 8;

/** Cuts rows of softmax into chunks. */
export const cutExponentials = (rows: number, columns: number) =>
  cutRows(rows, columns * (2 * FLOAT_BYTES + EXP_BYTES));

/** Instructions that store exp(x - largest x) of a row, the addresses of which they get; they return the results. */
export type Exponentials = (from: Variable, to: Variable) => { largest: Variable; sum: Variable };

/** Prepares `Exponentials` of rows, before a loop. Both results are f32. */
export function prepareExponentials(body: Body, columns: number, target: Target): Exponentials {
  const exp = prepareExp(body, (a, b, c) => multiplyAdd(target, a, b, c));
  const largest = { start: constants(Number.NEGATIVE_INFINITY), combine: larger };
  return (from, to) => {
    const [found] = reduceRow(body, columns, [largest], (part, [most]) => {
      const counted = otherLanes(loadPart(from, part), part.lanes, Number.NEGATIVE_INFINITY);
      body.set(most!, larger(most!, counted));
    });
    const most = body.float('most', largestLane(found!));
    const subtracted = body.vector('subtracted', splat(most));
    const [sums] = sumRow(body, columns, 1, (part, [sum]) => {
      const power = exp(minus(loadPart(from, part), subtracted));
      body.do(storePart(to, part, power));
      body.set(sum!, plus(sum!, onlyLanes(power, part.lanes)));
    });
    return { largest: most, sum: body.float('sum', sumOfLanes(sums!)) };
  };
}

/** Multiplies a row in place. @param factor an f32 */
export function scaleRow(body: Body, columns: number, row: Variable, factor: Variable): void {
  const factors = body.vector('factors', splat(factor));
  eachPart(body, columns, 4, (part) => {
    body.do(storePart(row, part, body.vector('scaled', times(loadPart(row, part), factors))));
  });
}

export function softmax({ rows, columns, input, out }: Softmax, target: Target): Kernel[] {
  const cut = cutExponentials(rows, columns);
  const kernel = createKernel('softmax', { chunks: cut.chunks }, (body, chunk) => {
    const exponentials = prepareExponentials(body, columns, target);
    eachRow(body, cut, rows, chunk, (row) => {
      const from = body.word('from', rowAt(target.addressOf(input), row, columns));
      const to = body.word('to', rowAt(target.addressOf(out), row, columns));
      const { sum } = exponentials(from, to);
      scaleRow(body, columns, to, body.float('factor', `(f32.div ${float(1)} ${sum})`));
    });
  });
  return [kernel];
}

export function softmaxGradient(
  { rows, columns, output, gradient, out }: SoftmaxGradient,
  target: Target,
): Kernel[] {
  const cut = cutRows(rows, 3 * columns * FLOAT_BYTES);
  const kernel = createKernel('softmax-gradient', { chunks: cut.chunks }, (body, chunk) => {
    eachRow(body, cut, rows, chunk, (row) => {
      const outputs = body.word('outputs', rowAt(target.addressOf(output), row, columns));
      const gradients = body.word('gradients', rowAt(target.addressOf(gradient), row, columns));
      const to = body.word('to', rowAt(target.addressOf(out), row, columns));
      const [products] = sumRow(body, columns, 1, (part, [product]) => {
        body.set(product!, multiplyAdd(target, loadPart(outputs, part), loadPart(gradients, part), product!));
      });
      const sum = body.vector('sum', splat(sumOfLanes(products!)));
      eachPart(body, columns, 4, (part) => {
        const result = times(loadPart(outputs, part), minus(loadPart(gradients, part), sum));
        body.do(storePart(to, part, body.vector('result', result)));
      });
    });
  });
  return [kernel];
}
