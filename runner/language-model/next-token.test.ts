/** @file Correct probabilities pass the check, wrong ones fail it. */
import { expect, test } from 'vitest';
import { generatedModels } from './generated.ts';
import { compare, findReference, TOLERANCE } from './next-token.ts';

const reference = findReference(generatedModels.q4_0.facts.sha256)!;
const exact = reference.expected.map(({ probabilities }) => probabilities);
const scaled = (factor: number) =>
  exact.map((one) => new Map([...one].map(([token, probability]) => [token, probability * factor])));

test('the references distinguish tokens', () => {
  for (const { probabilities } of reference.expected) {
    const values = [...probabilities.values()];
    expect(Math.max(...values) / Math.min(...values)).toBeGreaterThan(20);
  }
  expect(findReference('0'.repeat(64))).toBeNull();
});

test('the error is zero for exact probabilities and the relative difference otherwise', () => {
  expect(compare('reference', exact, reference.expected)).toMatchObject({
    maxRelativeError: 0,
    passed: true,
  });
  const near = compare('reference', scaled(1.05), reference.expected);
  expect(near.maxRelativeError).toBeCloseTo(0.05, 6);
  expect(near).toMatchObject({ positions: 4, tolerance: TOLERANCE, passed: true });
});

test('wrong positions, missing tokens and NaN fail', () => {
  expect(compare('reference', exact.toReversed(), reference.expected).passed).toBe(false);
  expect(compare('reference', [], reference.expected)).toMatchObject({
    maxRelativeError: 1e30,
    passed: false,
  });
  expect(compare('reference', scaled(Number.NaN), reference.expected).passed).toBe(false);
});
