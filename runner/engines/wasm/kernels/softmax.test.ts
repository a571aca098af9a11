/** @file Softmax and cross entropy compute their cases; and a kernel with one mistake in its text does not. */
import { expect, test } from 'vitest';
import { allCases } from '../../compiled/testing/cases/all.ts';
import { testKinds } from '../testing/kinds.ts';
import { errorOfMistake, type Mistake } from '../testing/spoil.ts';

/** Several test files share the processor. */
const PATIENCE_MS = 300_000;

const kinds = ['softmax', 'softmax-gradient', 'cross-entropy'] as const;

testKinds(kinds);

const mistakes: readonly Mistake[] = [
  // Lanes beyond the end of a row that count.
  ['softmax 1x5', '(v128.const i32x4 -1 0 0 0)', '(v128.const i32x4 -1 -1 0 0)'],
  // Zeros beyond the end of a row that are larger than all others.
  ['softmax 1x5, around -100', '(f32.const -inf)', '(f32.const 0)'],
  ['softmax 1100x65', '(word.const 1100)', '(word.const 1099)'],
  ['softmax gradient 7x17', 'f32x4.sub', 'f32x4.add'],
  ['cross entropy 300x10', `${Math.fround(Math.LN2)}`, `${Math.LN2 * 1.001}`],
  // The sum of all losses without those of the last of four chunks.
  ['cross entropy 1100x65', '(word.const 16)', '(word.const 12)'],
  ['cross entropy 5x7 times 1024', 'f32.sub', 'f32.add'],
];

test.each(mistakes)(
  '%s with %j as %j is found',
  async (...mistake) => {
    const all = kinds.flatMap((kind) => allCases[kind]);
    expect(await errorOfMistake(all, mistake)).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);
