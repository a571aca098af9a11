/**
 * @file Products, convolutions and attention compute their cases as V8 runs them where it pairs vectors. Its flags are those
 * of a process, so this file has one of its own.
 */
import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { allCases } from '../compiled/testing/cases/all.ts';
import { compareCase } from '../compiled/testing/cases/compare.ts';
import { hasWideVectors } from './device/wide-vectors.ts';
import { largeCases } from './testing/large-cases.ts';
import { runCase, type Setting } from './testing/run-case.ts';

// Vectors are paired by the optimizing compiler only.
setFlagsFromString('--no-liftoff');
setFlagsFromString('--experimental-wasm-revectorize');

const setting: Setting = { relaxed: true, wideVectors: true, word: 'i32' };

const cases = [
  ...largeCases,
  ...(['product', 'convolution', 'attention', 'attention-gradient'] as const).flatMap((kind) =>
    allCases[kind].filter((_, number) => number % 6 === 0),
  ),
];

describe('with pairs of vectors', () => {
  test.each(cases)('$name', async (one) => {
    const compared = compareCase(one, await runCase(one, setting));
    expect(compared.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
  });

  test('whether they gain is measured', async () => {
    expect(typeof (await hasWideVectors(true))).toBe('boolean');
  });
});
