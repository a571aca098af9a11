/** @file Attention and its gradient compute their cases; and a kernel with one mistake in its text does not. */
import { expect, test } from 'vitest';
import { attentionCases, attentionGradientCases } from '../../../compiled/testing/cases/attention.ts';
import { withType } from '../../../compiled/testing/cases/case.ts';
import { variantsOf } from '../../device/variants.ts';
import { findWrongIn } from '../../testing/run-case.ts';
import { openTestDevice } from '../../testing/run-kernels.ts';
import { errorOfMistake, type Mistake } from '../../testing/spoil.ts';

const opened = await openTestDevice();

/** Several test files share the processor. */
const PATIENCE_MS = 300_000;

/** Cases that are also computed in half precision, which differs in loads and stores only. */
const HALF_STEP = 4;

test.each([
  ['attention', attentionCases],
  ['its gradient', attentionGradientCases],
] as const)(
  '%s',
  async (_, cases) => {
    if (typeof opened === 'string') return;
    const halves = cases.filter((__, number) => opened.half && number % HALF_STEP === 0);
    const typed = [...cases, ...halves.map((one) => withType(one, 'float16'))];
    const first = typed.map((one) => [one, variantsOf(one.operation, opened.kernelLimits)[0]!] as const);
    expect(await findWrongIn(opened, first)).toEqual([]);
  },
  PATIENCE_MS,
);

const mistakes: readonly Mistake[] = [
  ['attention 1x129x2x12, large scores', 'sum0 * shrink0', 'sum0'],
  ['attention 1x65x1x64, large scores', 'const VECTORS = 16u', 'const VECTORS = 15u'],
  ['attention gradient 1x65x1x64, large scores', '- deltas', '- 0.0 * deltas'],
];

test.each(mistakes)(
  '%s with %j as %j is found',
  async (...mistake) => {
    if (typeof opened === 'string') return;
    const all = [...attentionCases, ...attentionGradientCases];
    expect(await errorOfMistake(opened, all, mistake)).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);
