import { describe, expect, it } from 'vitest';
import { type Submission, submissionSchema } from '../../data/contract/submission.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import { changeTexts } from '../../data/derive/personal-data/fields.ts';
import { findFault, forms } from '../../data/derive/personal-data/forms.ts';
import { sampleTexts } from '../../data/derive/personal-data/testing/sample-texts.ts';
import { tracesByKind } from '../../data/derive/personal-data/testing/sample-traces.ts';
import { findTrace } from '../../data/derive/personal-data/traces.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleConditions } from '../../data/testing/sample-conditions.ts';
import { createCleaner, withoutPersonalData } from './without-personal-data.ts';

const jane = {
  homes: ['/home/jane', 'C:\\Users\\Jane Doe'],
  names: ['jane', 'Jane Doe', 'janes-laptop', 'ryzen'],
};

const submission = (reason: string): Submission => ({
  schemaVersion: SCHEMA_VERSION,
  kind: 'submission',
  suiteVersion: 1,
  runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24' },
  preset: 'smoke',
  startedAt: '2026-11-22T12:00:00.000Z',
  finishedAt: '2026-11-22T12:01:00.000Z',
  interrupted: false,
  machine: {
    os: { platform: 'linux', name: 'Debian GNU/Linux', version: '12', arch: 'x64' },
    cpu: { name: 'AMD Ryzen 9 7950X', vendor: 'AMD', physicalCores: 16, logicalCores: 32, baseGHz: 4.5 },
    gpus: [],
    memoryBytes: 2 ** 36,
  },
  conditions: sampleConditions(),
  seed: 1,
  resumedAt: [],
  pricePerHourUsd: null,
  results: [
    {
      cell: sampleCell({
        workload: 'matmul',
        mode: 'op',
        engine: 'pytorch',
        device: { kind: 'cpu', api: 'none', name: 'AMD Ryzen 9 7950X', software: false },
        size: 64,
      }),
      outcome: { status: 'failed', reason, repetitions: [] },
    },
  ],
});

const reasonOf = ({ results }: Submission) => {
  const outcome = results[0]?.outcome;
  return outcome?.status === 'failed' ? outcome.reason : '';
};

describe('withoutPersonalData', () => {
  it.each([
    ['MNIST: /home/jane/mnist (--data) has no x.gz', 'MNIST: mnist (--data) has no x.gz'],
    ['C:\\Users\\Jane Doe\\AppData\\x.dll', 'x.dll'],
    ['file:///C:/Users/Jane%20Doe/x.js', 'x.js'],
    ['c:/users/jane doe is full', '~ is full'],
    ['jane@janes-laptop: out of memory', '…@…: out of memory'],
    ['built by Jane on JANES-LAPTOP', 'built by … on …'],
    ['janet and Janes', 'janet and Janes'],
  ])('%s', (reason, expected) => {
    const clean = withoutPersonalData(submission(reason), jane);
    expect(reasonOf(clean)).toBe(expected);
    expect(submissionSchema.parse(clean)).toEqual(clean);
  });

  it('changes neither words of the contract nor the hardware, whatever the user is called', () => {
    const names = ['pytorch', 'cpu', 'float32', 'Ryzen', 'AMD', 'smoke', 'op', 'debian', 'matmul', 'Node'];
    const original = submission('the worker was killed');
    expect(withoutPersonalData(original, { homes: ['/', '/root'], names })).toEqual(original);
  });

  it('cleans a cleaned submission no further', () => {
    const clean = withoutPersonalData(submission('"/home/jane/My data/x" on janes-laptop'), jane);
    expect(withoutPersonalData(clean, jane)).toEqual(clean);
  });
});

it('knows names and home folders with accents in both ways to write them', () => {
  const [one, two] = ['J\u00f6rg', 'Jo\u0308rg'];
  for (const name of [one, two]) {
    const clean = createCleaner({ homes: [`/home/${name}`], names: [name] });
    for (const written of [one, two])
      expect(clean(`for ${written} in /home/${written} and /home/${written}/x`)).toBe('for … in ~ and x');
  }
});

it('takes names and home folders with any character literally', () => {
  const odd = ['O\u2019Neil (work)', 'a.b*c', 'x+y-z', 'jos\u00e9', '[me]', 'a\\\\b', '$HOME', 'a|b'];
  for (const name of odd) {
    const clean = createCleaner({ homes: [`/home/${name}`], names: [name] });
    expect(clean(`for ${name} and /home/${name}/x, not axb`)).toBe('for … and x, not axb');
  }
});

it('no text with a name, a home folder or a path keeps it, whatever surrounds it', () => {
  const clean = createCleaner(jane);
  const secrets = [
    '/home/jane/',
    '/srv/jane/x',
    'C:\\Users\\Jane Doe\\',
    '\\\\nas\\jane\\',
    'jane',
    'Janes-Laptop',
  ];
  const around = [
    '',
    ' ',
    '"',
    "'",
    '(',
    ':',
    ', ',
    '=',
    '/',
    '\\',
    '<',
    'file://',
    '; see ',
    '@',
    '.',
    '-',
    '%20',
    '\t',
  ];
  for (const secret of secrets)
    for (const before of around)
      for (const after of around) {
        const text = `it${before}${before === '' ? ' ' : ''}${secret}${after}${after === '' ? ' ' : ''}broke`;
        const left = clean(text);
        expect(left, text).not.toMatch(/\bjane\b|Doe/i);
        expect(findTrace(left), text).toBeNull();
      }
});

describe('a trace in any field', () => {
  it.each(tracesByKind)('%s: %s is left out, so that ingest accepts the file', (_, trace) => {
    for (const [field, found] of sampleTexts(trace)) {
      const clean = withoutPersonalData(found, { homes: [], names: [] });
      expect(submissionSchema.safeParse(clean).error, field).toBeUndefined();
      changeTexts(clean, (text, form, place) => {
        expect(findFault(text, form), `${place}: ${text}`).toBeNull();
        return text;
      });
      expect(JSON.stringify(clean), field).not.toContain(trace);
    }
  });

  it('leaves out a setting that ingest does not know, with its value', () => {
    const observed = { threads: 2, janesLaptop: 'x' };
    const [, found] = sampleTexts('x').find(([field]) => field === 'results.0.outcome.observed.layout')!;
    const [first, ...rest] = found.results;
    if (first?.outcome.status !== 'ok') throw new Error('the first result must be measured');
    const changed = { ...found, results: [{ ...first, outcome: { ...first.outcome, observed } }, ...rest] };
    const [clean] = withoutPersonalData(changed, { homes: [], names: [] }).results;
    expect(clean?.outcome).toMatchObject({ observed: { threads: 2 } });
    expect(JSON.stringify(clean)).not.toContain('janesLaptop');
    expect(findFault('janesLaptop', forms.setting)).not.toBeNull();
  });
});
