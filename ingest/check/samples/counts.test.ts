import { expect, it } from 'vitest';
import type { Ok } from '../../../data/contract/outcome.ts';
import { changed, subject, submission, vgg } from '../../testing/samples.ts';
import { counts } from './counts.ts';

const found = (change: (outcome: Ok) => Partial<Ok>) =>
  counts(subject(submission([changed(vgg(300), change)])), { nowMs: 0 }).map(({ text }) => text);

/** The samples of the first steps of an epoch of 196. */
const shortened = (steps: number) => (outcome: Ok) => ({
  repetitions: outcome.repetitions.map((one) => ({
    ...one,
    samplesNs: one.samplesNs.slice(0, steps),
    samplesThinned: 0,
  })),
});

it('an epoch of which a few steps were timed is an extrapolated one', () => {
  const extrapolated = (stepsTimed: number) => ({ stepsTimed, stepsPerEpoch: 196 });
  const steps = 3;
  expect(found((one) => ({ ...shortened(steps)(one), extrapolated: extrapolated(steps) }))).toEqual([]);
  expect(found((one) => ({ ...shortened(steps)(one), extrapolated: null }))).toEqual([
    'the samples cover 3 of the 196 steps of an epoch, but stepsTimed of "extrapolated" is null',
  ]);
  expect(found((one) => ({ ...shortened(steps)(one), extrapolated: extrapolated(150) }))).toEqual([
    'the samples cover 3 of the 196 steps of an epoch, but stepsTimed of "extrapolated" is 150',
  ]);
});

it('a whole epoch is none', () => {
  expect(
    found((one) => ({
      repetitions: one.repetitions.map((other) => ({ ...other, samplesThinned: 200 })),
      extrapolated: null,
    })),
  ).toEqual([]);
});
