import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaderboardSchema } from '../data/contract/leaderboard.ts';
import { trained } from './testing/mode-samples.ts';
import {
  changed,
  cpu,
  folderWith,
  matmul,
  named,
  published,
  reported,
  submission,
  vgg,
  vggCell,
} from './testing/samples.ts';

const main = resolve(import.meta.dirname, 'main.ts');
const root = resolve(import.meta.dirname, '..');
const [path, text] = named(submission([vgg(300), matmul(0.3)]));
const bad = [
  submission([
    changed(matmul(0.3), ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({ ...one, itemsPerSample: Number.MAX_SAFE_INTEGER })),
    })),
  ]),
  submission([changed(vgg(300), () => ({ repetitions: [trained([0.9, 0.99], 0)] }))], {
    startedAt: '2026-11-23T12:00:00.000Z',
    finishedAt: '2026-11-23T16:00:00.000Z',
  }),
];
const baseline = {
  machine: 'i7-8700',
  cell: { ...vggCell, engine: 'tensorflow' as const, device: cpu },
  outcome: reported({ seconds: 900 }),
};
let place: string;

beforeEach(async () => {
  place = await folderWith({
    [`sound/${path}`]: text,
    'published/tensorflow-metal-experiments.json': JSON.stringify(published([baseline])),
    'broken/b.json': '[1',
    'broken/a.json': '{"schemaVersion":9}',
    'a-file': '',
    [`mixed/${path}`]: text,
    'mixed/suite-1/b.json': '[1',
    ...Object.fromEntries(
      bad.map((content) => named(content)).map(([name, bytes]) => [`mixed/${name}`, bytes]),
    ),
  });
});
afterEach(() => rmSync(place, { recursive: true }));

/** Runs the command on the published results of this test; the repository's own change with every contribution. */
function ingest(...options: string[]) {
  const run = spawnSync(
    process.execPath,
    ['--import', 'tsx', main, '--published', to('published'), ...options],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const lines = (output: string) => output.split('\n').filter((line) => line !== '');
  return { code: run.status, out: run.stdout, errors: lines(run.stderr) };
}
const to = (...names: string[]) => join(place, ...names);

describe('npm run ingest', () => {
  it('checks one file with --only, whatever else its folder holds', () => {
    const sound = to('sound', path);
    expect(ingest('--check', '--only', sound)).toMatchObject({ code: 0, errors: [] });
    expect(ingest('--check', '--only', to('broken', 'b.json'))).toMatchObject({
      code: 1,
      errors: [expect.stringMatching(/broken\/b\.json: file: /), '1 problem in 1 file; nothing was written'],
    });
    expect(ingest('--only', sound)).toMatchObject({
      code: 2,
      errors: [expect.stringMatching(/^trainmark: --only needs --check/)],
    });
  });

  it('writes the same bytes each time and prints the table', () => {
    const first = ingest('--submissions', to('sound'), '--out', to('one'));
    expect(first).toMatchObject({ code: 0, errors: [] });
    expect(first.out).toMatch(/ (?:2\.9\d|3\.0\d)x /);
    expect(first.out).toMatch(
      /2 files: 3 rows, 2 speedups, 0 gaps, 0 ratios, 0 scalings; newest result 2026-11-22; written to/,
    );
    expect(ingest('--submissions', to('sound'), '--out', to('two')).code).toBe(0);
    const names = readdirSync(to('one'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(to('one'), join(entry.parentPath, entry.name)));
    expect(names).toEqual(
      expect.arrayContaining(['leaderboard.json', 'results.csv', 'results.parquet', 'SHA256SUMS']),
    );
    for (const name of names)
      expect(readFileSync(to('one', name)).equals(readFileSync(to('two', name))), name).toBe(true);
    const board = leaderboardSchema.parse(JSON.parse(readFileSync(to('one', 'leaderboard.json'), 'utf8')));
    expect(board.rows.find(({ provenance }) => provenance === 'measured')?.sources[0]?.path).toBe(
      `data/submissions/${path}`,
    );
  });

  it('prints every problem of every file, sorted, and writes nothing with --check', () => {
    const { code, errors } = ingest('--check', '--submissions', to('broken'), '--out', to('never'));
    expect(code).toBe(1);
    expect(errors).toEqual([
      `${to('broken', 'a.json')}: schemaVersion: is 9, newer than 2, the newest known version; update Trainmark`,
      `${to('broken', 'b.json')}: file: ends inside a list, an object or a string: it was cut off or a quote is missing; copy the whole file again`,
      '2 problems in 2 files; nothing was written',
    ]);
    expect(readdirSync(place)).not.toContain('never');
  });

  it('writes the leaderboard of the valid files, names the others and exits with 1', () => {
    const alone = ingest('--submissions', to('sound'), '--out', to('alone'));
    const beside = ingest('--submissions', to('mixed'), '--out', to('beside'));
    expect(alone.code).toBe(0);
    expect(beside.code).toBe(1);
    expect(beside.errors).toEqual([
      expect.stringMatching(/mixed\/suite-1\/b\.json: file: ends inside a list/),
      expect.stringMatching(/results\.0: gives value, which is [\d.e+]+, but must be at most/),
      expect.stringMatching(
        /results\.0\.outcome\.repetitions: record training to a target, which mode "train"/,
      ),
      `3 problems in 3 files; the rest was written to ${to('beside')}`,
    ]);
    expect(readFileSync(to('beside', 'leaderboard.json'))).toEqual(
      readFileSync(to('alone', 'leaderboard.json')),
    );
  });

  it('only checks with --check', () => {
    const { code, out } = ingest('--check', '--submissions', to('sound'), '--out', to('never'));
    expect(code).toBe(0);
    expect(out).toMatch(/^2 files: .*; no problems found\n$/);
    expect(readdirSync(place)).not.toContain('never');
  });

  it.each([
    ['an unknown option', ['--sumbissions', 'x'], /unknown option '--sumbissions'/],
    ['an unknown argument', ['x'], /too many arguments/],
    [
      'a folder that is not there',
      ['--submissions', 'no/such'],
      /^trainmark: --submissions no\/such: there is no such folder; give one that exists$/,
    ],
    [
      'a file for a folder',
      ['--out', 'package.json'],
      /^trainmark: package\.json: cannot be written: it is a file; choose another folder with --out$/,
    ],
  ])('exits with 2 and one line on %s', (_, options, line) => {
    const { code, errors } = ingest(...options);
    expect(code).toBe(2);
    expect(errors.join('\n')).toMatch(line);
  });

  it('keeps the old files and leaves no partial ones if one cannot be written', () => {
    mkdirSync(to('blocked', 'results.parquet'), { recursive: true });
    writeFileSync(to('blocked', 'results.parquet', 'x'), '');
    writeFileSync(to('blocked', 'leaderboard.json'), 'old');
    const { code, errors } = ingest('--out', to('blocked'));
    expect(code).toBe(2);
    expect(errors).toEqual([
      `trainmark: ${to('blocked', 'results.parquet')}: cannot be written: it is a folder; remove it or choose another folder with --out`,
    ]);
    expect(readdirSync(to('blocked')).sort()).toEqual(['leaderboard.json', 'results.parquet']);
    expect(readFileSync(to('blocked', 'leaderboard.json'), 'utf8')).toBe('old');
  });
});
