/** @file Normalizations and their sums compute their cases; and a kernel with one mistake in its text does not. */
import { expect, test } from 'vitest';
import { allCases } from '../../compiled/testing/cases/all.ts';
import { testKinds } from '../testing/kinds.ts';
import { errorOfMistake, type Mistake } from '../testing/spoil.ts';

/** Several test files share the processor. */
const PATIENCE_MS = 300_000;

const kinds = [
  'batch-statistics',
  'normalization-sums',
  'layer-normalization',
  'layer-normalization-gradient',
] as const;

testKinds(kinds);

const EPSILON = Math.fround(1e-3);

/** With several blocks of rows, and with lanes beyond the end of a row. */
const mistakes: readonly Mistake[] = [
  // The last block counts as if it had as many rows as the others.
  ['batch statistics 3000x4, mean 8', `${Math.fround(952 / 3000)}`, `${Math.fround(1024 / 3000)}`],
  ['batch statistics 2049x66', 'f32x4.pmax', 'f32x4.pmin'],
  ['normalization sums per channel 129x64', `${EPSILON}`, `${EPSILON * 1.01}`],
  ['normalization sums per row 1100x65', '(word.const 1100)', '(word.const 1096)'],
  ['layer normalization 7x17', '(v128.const i32x4 -1 0 0 0)', '(v128.const i32x4 -1 -1 0 0)'],
  ['layer normalization 1100x65', '(word.const 1100)', '(word.const 1099)'],
  ['layer normalization gradient 33x33', `${Math.fround(1 / 33)}`, `${Math.fround(1 / 36)}`],
];

test.each(mistakes)(
  '%s with %j as %j is found',
  async (...mistake) => {
    const all = kinds.flatMap((kind) => allCases[kind]);
    expect(await errorOfMistake(all, mistake)).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);
