import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePublished, parseSubmission } from '../parse.ts';
import { publishedSchema } from '../published.ts';
import { submissionSchema } from '../submission.ts';
import { SCHEMA_VERSION } from '../words.ts';
import { migrate } from './index.ts';
import * as to2 from './to-2.ts';

const bytesOf = (name: string) => readFileSync(join(import.meta.dirname, `golden/${name}.json`));
const golden = (name: string) => JSON.parse(bytesOf(name).toString());

const kinds = [
  ['submission', parseSubmission, submissionSchema],
  ['published', parsePublished, publishedSchema],
] as const;

describe.each(kinds)('a %s of every version', (kind, parse, schema) => {
  const versions = Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1);

  it('becomes the golden file of the newest one', () => {
    for (const version of versions)
      expect(migrate(golden(`${kind}-${version}`), kind, version, SCHEMA_VERSION)).toEqual(
        golden(`${kind}-${SCHEMA_VERSION}`),
      );
  });

  it('is valid, with the same content', () => {
    const newest = golden(`${kind}-${SCHEMA_VERSION}`);
    for (const version of versions)
      expect(parse(bytesOf(`${kind}-${version}`), 'x.json')).toEqual({ ok: true, value: newest });
    expect(schema.parse(newest)).toEqual(newest);
  });

  it('has a name for each of its fields: what was absent in the first version is required in the newest', () => {
    const first = { ...golden(`${kind}-1`), schemaVersion: SCHEMA_VERSION };
    expect(schema.safeParse(first).success).toBe(false);
  });
});

describe('the step to version 2', () => {
  it('changes nothing in its input', () => {
    const input = golden('submission-1');
    const before = JSON.stringify(input);
    to2.submission(input);
    expect(JSON.stringify(input)).toBe(before);
  });

  it.each([
    {},
    { results: 'none', conditions: 3 },
    { results: [null, 7, { cell: [], outcome: 'ok' }, { outcome: { check: null, repetitions: [1] } }] },
  ])('leaves another shape for the schema to refuse: %j', (fields) => {
    expect(to2.submission(fields)).toMatchObject(fields);
    expect(parseSubmission(Buffer.from(JSON.stringify({ schemaVersion: 1, ...fields })), 'x.json').ok).toBe(
      false,
    );
  });

  it('keeps what is there', () => {
    expect(to2.submission({ pricePerHourUsd: 2, resumedAt: ['x'] })).toEqual({
      pricePerHourUsd: 2,
      resumedAt: ['x'],
    });
  });
});

describe('a version', () => {
  const problemOf = (version: unknown, field = 'schemaVersion') => {
    const fields = { ...golden('submission-2'), [field]: version };
    const parsed = parseSubmission(Buffer.from(JSON.stringify(fields)), 'x.json');
    return parsed.ok ? [] : parsed.problems.map((problem) => `${problem.field}: ${problem.message}`);
  };

  it.each([
    [3, 'schemaVersion: is 3, newer than 2, the newest known version; update Trainmark'],
    [0, 'schemaVersion: is 0, which never was a version; they are whole numbers from 1 to 2'],
    [-1, 'schemaVersion: is -1, which never was a version; they are whole numbers from 1 to 2'],
    [1.5, 'schemaVersion: is 1.5, which never was a version; they are whole numbers from 1 to 2'],
    ['2', 'schemaVersion: is "2", but must be the number of a version, such as 2; measure again'],
    [null, 'schemaVersion: is null, but must be the number of a version, such as 2; measure again'],
    [undefined, 'schemaVersion: is missing, but must be the number of a version'],
  ])('%j is refused in one line', (version, text) => {
    expect(problemOf(version)).toEqual([expect.stringContaining(text)]);
  });

  it('of the suite that never was is refused, too', () => {
    expect(problemOf(0, 'suiteVersion')).toEqual([
      'suiteVersion: is 0, which never was a version; they are whole numbers from 1 to 1',
    ]);
  });
});
