import { describe, expect, test } from 'vitest';
import { type Case, withType } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import { elementwiseCases } from '../../compiled/testing/cases/elementwise.ts';
import { runCase } from '../testing/run-case.ts';
import { openTestDevice } from '../testing/run-kernels.ts';
import { variantsOf } from './generate.ts';

const opened = await openTestDevice();

const groups: Record<string, readonly Case[]> = {
  elementwise: elementwiseCases,
};

describe.skipIf(typeof opened === 'string').each(Object.entries(groups))('%s', (_, cases) => {
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
