/** @file Ranges of any place and length pass through the steps as the whole does. */
import { describe, expect, test } from 'vitest';
import type { Elementwise } from '../../compiled/graph/operation.ts';
import { sizeOf } from '../../compiled/graph/value.ts';
import { allCases } from '../../compiled/testing/cases/all.ts';
import type { Case } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import { runCase, settings } from '../testing/run-case.ts';
import { createKernel, type Kernel } from './kernel.ts';

/** Lengths of ranges that follow each other, again and again: below, at and above whole vectors and rounds of them. */
const LENGTHS = [1, 2, 3, 5, 16, 8, 33, 4, 0, 70, 7];

/** The function that an elementwise kernel calls once for all elements, called for pieces instead, the last first. */
function inPieces({ run }: Kernel, size: number): Kernel {
  const [finish] = run.calls;
  const pieces: { first: number; count: number }[] = [];
  for (let first = 0, at = 0; first < size; at++) {
    const count = Math.min(LENGTHS[at % LENGTHS.length]!, size - first);
    pieces.push({ first, count });
    first += count;
  }
  return createKernel('pieces', {}, (body) => {
    for (const { first, count } of pieces.reverse()) body.do(body.call(finish!, first, count));
  });
}

const cases = allCases.elementwise.filter(({ name }) => /3x5x7x8|2x3x5x33|periodic|row-of-group/.test(name));

describe.each(settings)('in pieces, relaxed $relaxed, addresses $word', (setting) => {
  test.each(cases)('$name', async (one: Case) => {
    const size = sizeOf((one.operation as Elementwise).out);
    const found = await runCase(one, setting, (kernel) => inPieces(kernel, size));
    for (const { error, bound } of compareCase(one, found)) expect(error).toBeLessThanOrEqual(bound);
  });
});
