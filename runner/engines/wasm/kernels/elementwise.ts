/** @file Elementwise operations: one pass over the output. */
import type { Elementwise } from '../../compiled/graph/operation.ts';
import { sizeOf } from '../../compiled/graph/value.ts';
import { subtract } from '../wat/code.ts';
import { costOf, cut, rangeOf } from './chunks.ts';
import { createFinish } from './epilogue.ts';
import { createKernel, type Kernel, type Target } from './kernel.ts';

export function elementwise({ input, out, epilogue }: Elementwise, target: Target): Kernel[] {
  const size = sizeOf(out);
  const parts = cut(size, costOf(epilogue), 16);
  const finish = createFinish(target, out, epilogue, input);
  return [
    createKernel('elementwise', { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, size, chunk);
      body.do(body.call(finish, first, subtract(last, first)));
    }),
  ];
}
