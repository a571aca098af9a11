import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePublished } from '../contract/parse.ts';
import type { Published } from '../contract/published.ts';
import { baselineSecondsPerEpoch } from './baseline.ts';
import { baseline } from './index.ts';

const file = new URL('../published/tensorflow-metal-experiments.json', import.meta.url);

function readPublished(path: URL): Published {
  const parsed = parsePublished(readFileSync(path), path.pathname);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const published = readPublished(file);

describe('baseline.json', () => {
  it('names machines of publications and submissions that exist', () => {
    for (const name of baseline.published) {
      const [id, machine] = name.split('.', 2) as [string, string];
      const path = new URL(`../published/${id}.json`, import.meta.url);
      const { machines } = readPublished(path);
      expect(
        Object.keys(machines).map((one) => `${id}.${one}`),
        machine,
      ).toContain(name);
    }
    const folder = new URL('../submissions/', import.meta.url);
    const hashes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json'))
      .map((path) =>
        createHash('sha256')
          .update(readFileSync(new URL(path, folder)))
          .digest('hex'),
      );
    expect(hashes).toEqual(expect.arrayContaining(baseline.submissions));
  });
});

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

  it('takes the named machine of the named publication, and no other that calls itself so', () => {
    const slow = published.results.map(({ outcome, ...rest }) => ({
      ...rest,
      outcome: { ...outcome, seconds: outcome.seconds / 100 },
    }));
    const other = { ...published, id: 'somebody', results: slow };
    expect(baselineSecondsPerEpoch([published, other])).toEqual(baselineSecondsPerEpoch([published]));
    expect(baselineSecondsPerEpoch([other]).size).toBe(0);
  });
});
