/** @file Tests that the kernels of some kinds of operations compute their cases. */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../compiled/graph/operation.ts';
import { allCases } from '../../compiled/testing/cases/all.ts';
import { findWrong, settings } from './run-case.ts';

/** Every so many-th case of each setting: the settings differ in single instructions. */
const every = [1, 3, 4, 3];

const withSettings = settings.map((setting, number) => ({ ...setting, every: every[number]! }));

/** Other test files share the processor. */
const PATIENCE_MS = 300_000;

/** Registers a test for each kind and setting. */
export function testKinds(kinds: readonly Operation['kind'][]): void {
  describe.each(withSettings)('relaxed $relaxed, wide vectors $wideVectors, addresses $word', (setting) => {
    test.each(kinds)(
      '%s',
      async (kind) => {
        const some = allCases[kind].filter((_, number) => number % setting.every === 0);
        expect(await findWrong(some, setting)).toEqual([]);
      },
      PATIENCE_MS,
    );
  });
}
