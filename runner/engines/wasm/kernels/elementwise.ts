/** @file Elementwise operations: one pass over the output. */
import type { Elementwise } from '../../compiled/graph/operation.ts';
import { sizeOf } from '../../compiled/graph/value.ts';
import { elementAt, loadFloat, multiply, storeFloat } from '../wat/code.ts';
import { cut, rangeOf } from './chunks.ts';
import { createKernel, type Kernel, type Target } from './kernel.ts';

/** A first draft, without steps; the owner of the epilogue replaces it. */
export function elementwise({ input, out }: Elementwise, target: Target): Kernel[] {
  const size = sizeOf(out);
  const parts = cut(size, 8);
  return [
    createKernel('elementwise', { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, size, chunk);
      const from = body.word('from', target.addressOf(input.value));
      const to = body.word('to', target.addressOf(out));
      body.loop('i', first, last, 1, (i) => {
        body.do(storeFloat(elementAt(to, i), loadFloat(elementAt(from, multiply(i, 1)))));
      });
    }),
  ];
}
