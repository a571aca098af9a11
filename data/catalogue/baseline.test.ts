import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { publishedSchema } from '../contract/published.ts';
import { baselineSecondsPerEpoch } from './baseline.ts';

const file = new URL('../published/tensorflow-metal-experiments.json', import.meta.url);
const published = publishedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

describe('baselineSecondsPerEpoch', () => {
  it('finds the i7-8700: seconds as published, totals divided by their epochs', () => {
    expect(Object.fromEntries(baselineSecondsPerEpoch([published]))).toEqual({
      'vgg16-cifar100': 863,
      'mnist-cnn': 13.6,
      'fashion-cnn': 25.5,
    });
  });

  it('leaves out runs with a held-out part of the training set', () => {
    const results = published.results.map(({ outcome, ...rest }) => ({
      ...rest,
      outcome: { ...outcome, heldOutFraction: 0.1 },
    }));
    expect(baselineSecondsPerEpoch([{ ...published, results }]).size).toBe(0);
  });
});
