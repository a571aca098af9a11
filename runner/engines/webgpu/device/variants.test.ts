import { describe, expect, test } from 'vitest';
import { allCases } from '../../compiled/testing/cases/all.ts';
import { withType } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import { runCase } from '../testing/run-case.ts';
import { openTestDevice } from '../testing/run-kernels.ts';
import { variantsOf } from './variants.ts';

const opened = await openTestDevice();

/** Kinds with test files of their own. */
const elsewhere = ['product', 'convolution', 'attention'];

const groups = Object.entries(allCases).filter(([kind]) => !elsewhere.some((name) => kind.startsWith(name)));

describe.skipIf(typeof opened === 'string').each(groups)('%s', (_, cases) => {
  if (typeof opened === 'string') return;
  const types = opened.half ? (['float32', 'float16'] as const) : (['float32'] as const);
  const typed = types.flatMap((type) => cases.map((one) => withType(one, type)));
  test.each(typed.map((one) => [one.name, one] as const))('%s', async (__, one) => {
    for (const variant of variantsOf(one.operation, opened.kernelLimits)) {
      const wrong = compareCase(one, await runCase(opened, one, variant))
        .filter(({ error, bound }) => !(error <= bound))
        .map(({ name }) => `${variant.name}: ${name}`);
      expect(wrong).toEqual([]);
    }
  });
});
