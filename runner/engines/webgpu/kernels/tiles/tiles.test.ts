/** @file Products and convolutions compute their cases; and a kernel with one mistake in its text does not. */
import { expect, test } from 'vitest';
import { type Case, withType } from '../../../compiled/testing/cases/case.ts';
import {
  convolutionCases,
  convolutionFilterGradientCases,
  convolutionInputGradientCases,
} from '../../../compiled/testing/cases/convolutions.ts';
import { productCases } from '../../../compiled/testing/cases/products.ts';
import type { OpenDevice } from '../../device/device.ts';
import { variantsOf } from '../../device/variants.ts';
import { findWrongIn } from '../../testing/run-case.ts';
import { openTestDevice } from '../../testing/run-kernels.ts';
import { errorOfMistake, type Mistake } from '../../testing/spoil.ts';

const opened = await openTestDevice();

const kinds = {
  product: productCases,
  convolution: convolutionCases,
  'input gradient': convolutionInputGradientCases,
  'filter gradient': convolutionFilterGradientCases,
};

/** Several test files share the processor. */
const PATIENCE_MS = 300_000;

/**
 * An emulated GPU compiles each kernel for most of a second, so a test takes every so many-th case, and half precision,
 * which differs in loads and stores only, fewer. TRAINMARK_ALL_CASES=1 takes all.
 */
const isComplete = process.env.TRAINMARK_ALL_CASES === '1';
const STEPS = { float32: isComplete ? 1 : 4, float16: isComplete ? 1 : 16 } as const;

/** Cases with one of their variants each: the next one at each case, so that every kind of variant has its turn. */
const inTurn = (device: OpenDevice, cases: readonly Case[]) =>
  cases.map((one, number) => {
    const variants = variantsOf(one.operation, device.kernelLimits);
    return [one, variants[number % variants.length]!] as const;
  });

const rows = Object.entries(kinds).flatMap(([kind, cases]) =>
  (['float32', 'float16'] as const).map((type) => [kind, type, cases] as const),
);

test.each(rows)(
  '%s in %s',
  async (_, type, cases) => {
    if (typeof opened === 'string' || (type === 'float16' && !opened.half)) return;
    const some = cases.filter((__, number) => number % STEPS[type] === 0).map((one) => withType(one, type));
    expect(await findWrongIn(opened, inTurn(opened, some))).toEqual([]);
  },
  PATIENCE_MS,
);

const mistakes: readonly Mistake[] = [
  ['product 63x65x31', 'row < rows', 'row < rows - 1u'],
  ['product 63x65x31', 'within < 31u', 'within < 30u'],
  ['convolution 3x3 stride 2 same, 1x13x9x5 to 4', 'x * 10u', 'x * 5u'],
  ['convolution 3x3 stride 2 same, 1x13x9x5 to 4', 'depth.x) < 9u', 'depth.x) < 10u'],
  ['convolution filter gradient 3x3 stride 1 same, 3x33x31x4 to 8', 'part < 64u', 'part < 63u'],
];

test.each(mistakes)(
  '%s with %j as %j is found',
  async (...mistake) => {
    if (typeof opened === 'string') return;
    expect(await errorOfMistake(opened, Object.values(kinds).flat(), mistake)).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);
