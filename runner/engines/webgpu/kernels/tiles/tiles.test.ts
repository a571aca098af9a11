/** @file Products and convolutions compute their cases; and a kernel with one mistake in its text does not. */
import { expect, test } from 'vitest';
import { type Case, withType } from '../../../compiled/testing/cases/case.ts';
import { errorOf } from '../../../compiled/testing/cases/compare.ts';
import {
  convolutionCases,
  convolutionFilterGradientCases,
  convolutionInputGradientCases,
} from '../../../compiled/testing/cases/convolutions.ts';
import { productCases } from '../../../compiled/testing/cases/products.ts';
import { variantsOf } from '../../device/variants.ts';
import { findWrongIn, runCase } from '../../testing/run-case.ts';
import { openTestDevice } from '../../testing/run-kernels.ts';
import type { Variant } from '../kernel.ts';

const opened = await openTestDevice();

const kinds = {
  product: productCases,
  convolution: convolutionCases,
  'input gradient': convolutionInputGradientCases,
  'filter gradient': convolutionFilterGradientCases,
};

/** An emulated GPU compiles each kernel for half a second, and several test files share the processor. */
const PATIENCE_MS = 600_000;

/** Every case with one of its variants: the next one at each case, so that every kind of variant has its turn. */
const inTurn = (cases: readonly Case[]): [Case, Variant][] =>
  cases.map((one, number) => {
    if (typeof opened === 'string') throw new Error(opened);
    const variants = variantsOf(one.operation, opened.kernelLimits);
    return [one, variants[number % variants.length]!];
  });

/** Half precision differs in loads and stores only, so a part of the cases is enough. */
const HALF_STEP = 4;

test.each(Object.entries(kinds))(
  '%s',
  async (_, cases) => {
    if (typeof opened === 'string') return;
    expect(await findWrongIn(opened, inTurn(cases))).toEqual([]);
    if (!opened.half) return;
    const some = cases.filter((__, number) => number % HALF_STEP === 0);
    expect(await findWrongIn(opened, inTurn(some.map((one) => withType(one, 'float16'))))).toEqual([]);
  },
  PATIENCE_MS,
);
