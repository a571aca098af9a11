/** @file Every kernel computes its cases; and a kernel with one mistake in its text does not. */
import { expect, test } from 'vitest';
import { allCases } from '../../compiled/testing/cases/all.ts';
import { type Case, createCase, withType } from '../../compiled/testing/cases/case.ts';
import { findWrong } from '../testing/run-case.ts';
import { openTestDevice } from '../testing/run-kernels.ts';
import { errorOfMistake, type Mistake } from '../testing/spoil.ts';

const opened = await openTestDevice();

/** Kinds with test files of their own. */
const elsewhere = ['product', 'convolution', 'attention'];

const kinds = Object.entries(allCases).filter(([kind]) => !elsewhere.some((name) => kind.startsWith(name)));

/** A kind has up to two hundred cases, and several test files share the processor. */
const PATIENCE_MS = 120_000;

const rows = (['float32', 'float16'] as const).flatMap((type) =>
  kinds.map(([kind, cases]) => [kind, type, cases.map((one) => withType(one, type))] as const),
);

test.each(rows)(
  '%s in %s',
  async (_, type, cases) => {
    if (typeof opened === 'string' || (type === 'float16' && !opened.half)) return;
    expect(await findWrong(opened, cases)).toEqual([]);
  },
  PATIENCE_MS,
);

/** Large enough to be divided among invocations and workgroups as small arrays are not. */
const large: readonly Case[] = [
  createCase('copy of 4,194,308 elements', (make) => ({
    kind: 'elementwise',
    input: { value: make.activation([2 ** 22 + 4]), index: { kind: 'same' } },
    out: make.result([2 ** 22 + 4]),
    epilogue: [],
  })),
  createCase('softmax 131x4096', (make) => ({
    kind: 'softmax',
    rows: 131,
    columns: 4096,
    input: make.activation([131, 4096]),
    out: make.result([131, 4096]),
  })),
  createCase('sum rows 3x5000x132', (make) => ({
    kind: 'sum-rows',
    input: make.activation([3, 5000, 132]),
    out: make.result([3, 132]),
    outer: 3,
    rows: 5000,
    columns: 132,
    outerStride: 5000 * 132,
    rowStride: 132,
    epilogue: [],
  })),
  createCase('scatter add 700x264 to 1000', (make) => ({
    kind: 'scatter-add',
    rows: 700,
    columns: 264,
    entries: 1000,
    gradient: make.activation([700, 264]),
    indices: make.indices([700], 1000),
    out: make.exactResult([1000, 264]),
    factor: 0.5,
  })),
];

test(
  'large arrays',
  async () => {
    if (typeof opened === 'string') return;
    expect(await findWrong(opened, large)).toEqual([]);
  },
  PATIENCE_MS,
);

const mistakes: readonly Mistake[] = [
  ['copy of 257', 'i < 257u', 'i < 256u'],
  ['elementwise periodic 3x4 to 5x3x4', '% 3u', '% 2u'],
  ['elementwise row-of-group 3x5 to 3x7x5', '/ 35u', '/ 30u'],
  ['elementwise 3x5x7x8, gelu', '0.254829592', '0.2549'],
  ['elementwise 3x5x7x8, gelu gradient', '0.3989422804014327', '0.3990'],
  ['elementwise 3x5x7x8, dropout 0.25', '0x7feb352du', '0x7feb352fu'],
  ['elementwise 3x5x7x8, normalize', 'channel0 + 2u', 'channel0 + 1u'],
  ['elementwise 3x5x7x8, normalize gradient', 'sumProduct0[channel0]', 'sumProduct0[0]'],
  ['max pool 3x3 of 2x11x8x4', 'y < size', 'y < size - 1u'],
  ['max pool gradient 2x2 of 3x8x8x8, equal elements', 'value > largest', 'value >= largest'],
  ['max pool gradient 3x3 of 2x11x8x4', 'if (complete)', 'if (true)'],
  ['sum rows 1x4097x64', 'first + 257u', 'first + 256u'],
  ['sum rows 3x5x7, gaps of 2 and 3', 'row * 9u', 'row * 7u'],
  ['sum rows 5x49x12', 'half > 0u', 'half > 1u'],
  ['batch statistics 2049x66', 'distance * distance', 'distance'],
  ['batch statistics 33x8', 'first + step', 'first + 2u * step'],
  ['normalization sums per row 33x8', 'row * 2u + 1u', 'row * 2u'],
  ['layer normalization 5x64', 'row * 16u + column', 'row * 15u + column'],
  ['layer normalization gradient 7x17', 'select(0u, 17u,', 'select(0u, 16u,'],
  ['softmax 3x257', 'half > 0u', 'half > 1u'],
  ['softmax gradient 3x257', '(gradient[row * 257u + column] - sum)', 'gradient[row * 257u + column]'],
  ['cross entropy 130x12', 'round < 3u', 'round < 2u'],
  ['cross entropy 180x100', 'i < 23u', 'i < 22u'],
  ['gather 33x8 of 100', 'entry * 2u', 'entry'],
  ['scatter add 1000x12 to 50', 'first < 1000u', 'first < 768u'],
  ['scatter add 600x5 to 2000', 'entry < 7u', 'entry < 6u'],
  ['shift rows 2x5x8 by 1 to 6, filled', 'row >= 5', 'row >= 4'],
  ['update 1000 by adam', 'sqrt(square) + scalars.updateEpsilon', 'sqrt(square + scalars.updateEpsilon)'],
  ['update 1000 by rmsprop', 'square + scalars.updateEpsilon', 'square'],
];

const all = kinds.flatMap(([, cases]) => cases);

test.each(mistakes)('%s with %j as %j is found', async (...mistake) => {
  if (typeof opened === 'string') return;
  expect(await errorOfMistake(opened, all, mistake)).toBeGreaterThan(1);
});
