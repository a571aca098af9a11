import { describe, expect, test } from 'vitest';
import { attentionCases, attentionGradientCases } from '../../../compiled/testing/cases/attention.ts';
import { type Case, withType } from '../../../compiled/testing/cases/case.ts';
import { errorOf } from '../../../compiled/testing/cases/compare.ts';
import { runCase } from '../../testing/run-case.ts';
import { openTestDevice } from '../../testing/run-kernels.ts';
import { variantsOf } from '../../device/variants.ts';

const opened = await openTestDevice();
const cases = [...attentionCases, ...attentionGradientCases];

describe.skipIf(typeof opened === 'string')('attention', () => {
  if (typeof opened === 'string') return;
  test.each(cases.map((one) => [one.name, one] as const))(
    '%s',
    async (_, one) => {
      const variant = variantsOf(one.operation, opened.kernelLimits)[0]!;
      const t = performance.now();
      const found = await runCase(opened, one, variant);
      console.log(variant.name, errorOf(one, found), performance.now() - t);
      expect(errorOf(one, found)).toBeLessThan(1);
    },
    100_000,
  );
});
