import { describe, expect, test } from 'vitest';
import type { Check } from '../../../data/contract/proof.ts';
import { averagesComparison } from './averages.ts';
import { summary, trainingCheck, withComparisons } from './check.ts';
import {
  dropoutComparison,
  droppedGradientsComparison,
  masksComparison,
  sharesComparison,
} from './dropout.ts';
import {
  equalSamplesComparison,
  type FirstSteps,
  firstStepComparisons,
  repeatedComparisons,
  type TrainingReference,
} from './first-steps.ts';
import { lastLossComparison, stepsComparison } from './loop.ts';

const reference: TrainingReference = {
  losses: [2, 1.5],
  firstLossTolerance: 1e-4,
  lossTolerance: 1e-2,
  gradients: [4, 3, 0],
  gradientTolerance: 1e-3,
  directions: [[2, -5], [3, 1], [0]],
  directionTolerance: 3e-2,
  leastGradient: 1e-3,
  updates: [
    [0.1, 0.2, null],
    [0.2, 0.4, null],
  ],
  updateTolerances: [2e-2, 5e-2],
  averages: [],
};

const right: FirstSteps = {
  losses: [2, 1.5],
  gradients: [4, 3, 1e-9],
  directions: [[2, -5], [3, 1.001], [1e-9]],
  updates: [
    [0.1, 0.2, 0.7],
    [0.2, 0.4, 0.7],
  ],
};

describe('the first steps', () => {
  const check = (change: Partial<FirstSteps>) => {
    const steps = { ...right, ...change };
    return trainingCheck(steps.losses, firstStepComparisons(steps, reference), true);
  };

  test('pass if they are those of the reference', () => {
    expect(check({})).toMatchObject({ passed: true, measured: true });
    expect(check({ losses: [2, 1.505] })).toMatchObject({ passed: true, tolerance: 1e-2 });
  });

  test.each<[string, Partial<FirstSteps>, number]>([
    ['another later loss', { losses: [2, 1.6] }, 1e-2],
    ['a missing loss', { losses: [2] }, 1e-2],
    ['another first loss', { losses: [2.001, 1.5] }, 1e-4],
    ['another gradient', { gradients: [4, 3.03, 0] }, 1e-3],
    ['a gradient where there is none', { gradients: [4, 3, 0.001] }, 1e-3],
    ['a missing gradient', { gradients: [4, 3] }, 1e-3],
    ['a gradient that is NaN', { gradients: [4, Number.NaN, 0] }, 1e-3],
    ['an opposite gradient of one array', { directions: [[2, -5], [-3, -1], [0]] }, 3e-2],
    ['a gradient with noise in it', { directions: [[2, -5], [3, 1.2], [0]] }, 3e-2],
    ['missing directions', { directions: [[2, -5], [3]] }, 3e-2],
    ['a learning rate 5 % off', { updates: [[0.105, 0.21, 0], right.updates[1]!] }, 2e-2],
    ['another second update', { updates: [right.updates[0]!, [0.2, 0.45, 0]] }, 5e-2],
    ['a missing update', { updates: [right.updates[0]!] }, 5e-2],
  ])('fail with %s', (_, change, tolerance) => {
    expect(check(change)).toMatchObject({ passed: false, tolerance });
  });

  test('a loss that is not finite is an error; without a reference the losses must fall', () => {
    expect(() => check({ losses: [2, Number.NaN] })).toThrow('the loss is NaN after 1 optimizer steps');
    expect(trainingCheck([2, 1.5, 2.1], [], true)).toMatchObject({ passed: false, maxRelativeError: null });
    expect(trainingCheck([2, 1.5], [], true)).toMatchObject({ passed: true, tolerance: null });
  });
});

test('a loss with dropout may differ by five deviations, which copies make smaller', () => {
  const dropout = { loss: 3, deviation: 0.4 };
  const passes = (loss: number, copies: number) => {
    const { error, tolerance } = dropoutComparison([loss], dropout, copies, 2.9);
    return error <= tolerance;
  };
  expect([passes(4.9, 1), passes(4.9, 16), passes(3.4, 16), passes(Number.NaN, 16), passes(2.9, 1)]).toEqual([
    ...[true, false, true, false, false],
  ]);
});

test('equal samples must give equal steps in both functions', () => {
  const passes = (found: FirstSteps) => {
    const { error, tolerance } = equalSamplesComparison(found, right, reference);
    return error <= tolerance;
  };
  expect(passes(right)).toBe(true);
  expect(passes({ ...right, losses: [2, 1.6] })).toBe(false);
  expect(passes({ ...right, gradients: [4, 3.03, 0] })).toBe(false);
  expect(passes({ ...right, losses: [2.001, 1.5] })).toBe(false);
  expect(passes({ ...right, directions: [[-2, 5], [3, 1], [0]] })).toBe(false);
  expect(passes({ ...right, updates: [[0.1, 0, 0]] })).toBe(false);
});

test('after the loop the first step is compared once more', () => {
  const once = { ...right, losses: [2], updates: [[0.1, 0.2, 0]] };
  const found = repeatedComparisons(once, reference);
  expect(found.map(({ of }) => of)).toEqual([
    ...['first loss after the loop', 'gradients after the loop', 'gradient directions after the loop'],
    'first updates after the loop',
  ]);
  expect(summary(found).passed).toBe(true);
  expect(summary(repeatedComparisons({ ...once, losses: [2.01] }, reference)).passed).toBe(false);
});

test('counted steps must be exact; a loss near 0 is compared with 0.1', () => {
  expect(summary([stepsComparison(7, 7)])).toMatchObject({ passed: true });
  expect(summary([stepsComparison(6, 7), stepsComparison(7, 7)])).toMatchObject({ passed: false });
  expect(summary([lastLossComparison(1e-6, 2e-6, 1e-4)])).toMatchObject({ passed: true });
  expect(summary([lastLossComparison(2, 2.001, 1e-4)])).toMatchObject({ passed: false });
  expect(summary([lastLossComparison(Number.NaN, 2, 1e-4)])).toMatchObject({ passed: false });
});

describe('comparisons that are added after the loop', () => {
  const good = { of: 'movement', error: 0.001, tolerance: 0.02 } as const;
  const bad = { ...good, error: 1 };

  test('decide together with those before', () => {
    const check = trainingCheck(right.losses, firstStepComparisons(right, reference), true);
    expect(withComparisons(check, [good])).toMatchObject({ passed: true });
    expect(withComparisons(check, [good, bad])).toMatchObject({ passed: false, maxRelativeError: 1 });
    const rising = trainingCheck([1, 2], [], true);
    expect(withComparisons(rising, [good])).toMatchObject({ passed: false });
  });

  test('leave a check that compares nothing as it is', () => {
    const none: Check = { kind: 'none', why: 'it times itself', maxRelativeError: null, passed: null };
    expect(withComparisons(none, [bad])).toBe(none);
  });
});

test('running averages move as in the first step, from where the loop left them', () => {
  const first = Float32Array.of(0.1, -0.2);
  const before = Float32Array.of(0.5, 0.25);
  const moved = (momentum: number) => first.map((value, i) => value + momentum * before[i]!);
  const errorOf = (after: Float32Array) =>
    averagesComparison([{ start: 0, momentum: 0.9, first, before, after }], 1e-3).error;
  expect(errorOf(moved(0.9))).toBeLessThan(1e-6);
  expect(errorOf(moved(0.92))).toBeGreaterThan(0.02);
  expect(errorOf(before)).toBeGreaterThan(0.5);
  expect(errorOf(before.map(() => Number.NaN))).toBe(1e30);
});

test('losses with dropout count by their mean', () => {
  const errorOf = (losses: number[]) => dropoutComparison(losses, { loss: 3, deviation: 0.4 }, 4, 2.9).error;
  expect(errorOf([3.6, 2.4])).toBeCloseTo(0);
  expect(errorOf([3.6, 3.6, 3.6, 3.6])).toBeGreaterThan(1.5 * errorOf([3.6]));
  expect(errorOf([3.1, 2.9])).toBe(1);
});

test('with dropout every array has a gradient, whatever masks make of its size', () => {
  const errorOf = (norms: number[]) => {
    const { error, tolerance } = droppedGradientsComparison(norms, reference);
    return error <= tolerance;
  };
  expect(errorOf([24, 0.5, 0])).toBe(true);
  expect(errorOf([4, 0, 0])).toBe(false);
  expect(errorOf([4, Number.NaN, 0])).toBe(false);
  expect(errorOf([4])).toBe(false);
});

test('with dropout gradients keep their direction as far as random masks leave it to them', () => {
  const without = [{ norm: 4, sums: [], values: [], spaced: [3, -1, 0.5] }];
  const dropout = { loss: 0, deviation: 1, shares: [0.9], shareDeviations: [0.2] };
  const told = { gradients: [4], leastGradient: 1e-3, dropout };
  const passes = (spaced: number[], copies: number) => {
    const { error, tolerance } = sharesComparison([{ ...without[0]!, spaced }], without, told, copies);
    return error <= tolerance;
  };
  expect(passes([3, -1, 0.5], 8)).toBe(true);
  expect(passes([-3, 1, -0.5], 8)).toBe(false);
  expect(passes([0, 0, 0], 8)).toBe(false);
  expect(passes([1, 3, 0], 64)).toBe(false);
  expect(passes([2, -2, 2], 1)).toBe(true);
  expect(passes([Number.NaN, 0, 0], 1)).toBe(false);
});

test('equal losses with dropout come from equal masks', () => {
  expect(masksComparison([2.1, 2.2])).toMatchObject({ error: 0, tolerance: 0 });
  expect(masksComparison([2.1, 2.1, 2.1])).toMatchObject({ error: 1 });
});
