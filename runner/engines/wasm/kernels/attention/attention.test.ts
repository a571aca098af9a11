/** @file Attention and its gradient compute their cases; and with one mistake in their text they do not. */
import { expect, test } from 'vitest';
import {
  attentionCases,
  attentionGradientCases,
  attentionGradientOf,
  attentionOf,
} from '../../../compiled/testing/cases/attention.ts';
import { findWrong, settings } from '../../testing/run-case.ts';
import { errorOfMistake, type Mistake } from '../../testing/spoil.ts';

/** Lengths with several blocks of keys and queries: where a head has several units, and where it has one. */
const longSizes = [
  [1, 530, 2, 8],
  [32, 270, 1, 4],
] as const;

const forward = [...attentionCases, ...longSizes.flatMap(attentionOf)];
const backward = [...attentionGradientCases, ...longSizes.flatMap(attentionGradientOf)];

/** Other test files share the processor. */
const PATIENCE_MS = 120_000;

test.each(settings)(
  'attention computes its cases with %j',
  async (setting) => {
    expect(await findWrong(forward, setting)).toEqual([]);
  },
  PATIENCE_MS,
);

test.each(settings)(
  'its gradient computes its cases with %j',
  async (setting) => {
    expect(await findWrong(backward, setting)).toEqual([]);
  },
  PATIENCE_MS,
);

const mistakes: readonly Mistake[] = [
  ['attention 1x65x1x64', '(v128.const i32x4 -1 0 0 0)', '(v128.const i32x4 -1 -1 0 0)'],
  [
    'attention 1x530x2x8, large scores',
    '(f32x4.add (f32x4.splat (local.get $before',
    '(f32x4.sub (f32x4.splat (local.get $before',
  ],
  [
    'attention gradient 1x64x2x64',
    '(f32x4.sub (v128.load (local.get $slopeAt',
    '(f32x4.add (v128.load (local.get $slopeAt',
  ],
  ['attention gradient 32x270x1x4', '(word.ne (local.get $block', '(word.lt_u (local.get $block'],
];

test.each(mistakes)('%s with %j as %j is found', async (...mistake) => {
  expect(await errorOfMistake([...forward, ...backward], mistake)).toBeGreaterThan(1);
});
