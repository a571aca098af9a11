/**
 * @file Products and convolutions compute their cases, also with several chunks, blocks and parts of the depth; and a
 * kernel with a mistake in its text does not.
 */
import { describe, expect, test } from 'vitest';
import { allCases } from '../../../compiled/testing/cases/all.ts';
import type { Case } from '../../../compiled/testing/cases/case.ts';
import { kernelsOf } from '../../device/generators.ts';
import { testKinds } from '../../testing/kinds.ts';
import { largeCases } from '../../testing/large-cases.ts';
import { findWrong, settings } from '../../testing/run-case.ts';
import { errorOfMistake, type Mistake } from '../../testing/spoil.ts';
import type { Target } from '../kernel.ts';

const kinds = [
  'product',
  'convolution',
  'convolution-input-gradient',
  'convolution-filter-gradient',
] as const;

testKinds(kinds);

/** For looking at kernels only. */
const nowhere: Target = {
  relaxed: false,
  wideVectors: false,
  addressOf: () => 0,
  scalar: () => '(i32.const 0)',
};

const chunksOf = ({ operation }: Case): number[] => kernelsOf(operation, nowhere).map(({ chunks }) => chunks);

describe('large', () => {
  test.each(largeCases)('$name, in several chunks', async (one) => {
    expect(Math.max(...chunksOf(one))).toBeGreaterThan(1);
    expect(await findWrong([one], settings[0]!)).toEqual([]);
  });

  test('some divide the depth', () => {
    const divided = largeCases.filter(({ operation }) =>
      kernelsOf(operation, nowhere).some(({ name }) => name.endsWith('in parts')),
    );
    expect(new Set(divided.map(({ operation }) => operation.kind))).toEqual(
      new Set(['product', 'convolution-filter-gradient']),
    );
  });
});

const cases: readonly Case[] = [...kinds.flatMap((kind) => allCases[kind]), ...largeCases];

const mistakes: readonly Mistake[] = [
  // The tile: what is added to, its last rows and columns, how far its sides go on.
  ['product 27x33x2049', '(if (local.get $accumulate)', '(if (i32.const 0)'],
  ['product 65x68x33', '$rows) (word.const 6)', '$rows) (word.const 5)'],
  ['product 5x3x1', 'v128.store32_lane offset=8 2', 'v128.store32_lane offset=8 1'],
  ['product 64x64x64', 'f32x4.relaxed_madd', 'f32x4.relaxed_nmadd'],
  ['product 64x64x64', 'v128.load32_splat offset=256', 'v128.load32_splat offset=252'],
  // Panels.
  ['product 65x68x33', '(word.const 32)', '(word.const 28)'],
  ['product 65x20x7, right transposed', 'i8x16.shuffle 0 1 2 3 16', 'i8x16.shuffle 4 5 6 7 16'],
  ['product 20x66x32, both transposed', 'offset=16', 'offset=0'],
  // Few rows.
  ['product 1x7x5', '(word.const 28)', '(word.const 24)'],
  // Blocks and parts.
  ['product 45x70x5003', '(f32x4.add (local.get $sum', '(f32x4.sub (local.get $sum'],
  ['product 3x70x83x601, left', '(word.const 49883)', '(word.const 49882)'],
  // Patches: rows and columns outside of the image, and the next row of positions.
  ['convolution 3x3 stride 1 same, 1x4x4x4 to 4', 'word.lt_u', 'word.le_u'],
  ['convolution 3x3 stride 1 same, 1x4x4x4 to 4', '(word.const 16)', '(word.const 20)'],
  ['convolution 3x3 stride 1 same, 6x21x19x33 to 36', '(word.const 52668)', '(word.const 52536)'],
  // Winograd: pixels outside of the image, transforms of patches and gradients, and panels of filters.
  ['convolution 3x3 stride 1 same, 9x11x9x72 to 48', 'word.lt_u', 'word.le_u'],
  ['convolution 3x3 stride 1 same, 9x11x9x72 to 48', '(f32x4.sub', '(f32x4.add'],
  ['convolution 3x3 stride 1 same, 9x11x9x72 to 48', '(word.const 13824)', '(word.const 13568)'],
  ['convolution filter gradient 3x3 stride 1 valid, 40x6x8x32 to 136', '(f32x4.sub', '(f32x4.add'],
  ['convolution filter gradient 3x3 stride 1 same, 9x11x9x72 to 48', 'word.lt_u', 'word.le_u'],
  // Turned filters, and rows that are not at equal distances.
  ['convolution input gradient 3x3 stride 1 same, 1x4x4x4 to 4', '(word.const 8)', '(word.const 7)'],
  ['convolution input gradient 3x3 stride 2 same, 5x20x23x40 to 37', '(word.const 23)', '(word.const 22)'],
];

test.each(mistakes)('%s with %j as %j is found', async (...mistake) => {
  expect(await errorOfMistake(cases, mistake)).toBeGreaterThan(1);
});
