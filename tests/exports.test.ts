/** @file DuckDB reads all that ingest writes from the repository's own data, unchanged. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Leaderboard, leaderboardSchema } from '../data/contract/leaderboard.ts';
import { parseSubmission } from '../data/contract/parse.ts';
import { parseChecksums } from '../data/derive/files/checksums.ts';
import { queries } from '../site/downloads/queries.ts';
import { query } from './testing/duckdb.ts';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'trainmark-exports-'));
let leaderboard: Leaderboard;

const ingest = () =>
  spawnSync(process.execPath, ['--import', 'tsx', 'ingest/main.ts', '--out', folder], { cwd: root });

beforeAll(() => {
  const { status, stderr } = ingest();
  if (status !== 0) throw new Error(`${stderr}`);
  leaderboard = leaderboardSchema.parse(JSON.parse(readFileSync(join(folder, 'leaderboard.json'), 'utf8')));
});
afterAll(() => rmSync(folder, { recursive: true }));

const countOf = async (from: string) =>
  Number((await query(folder, `SELECT count(*) AS n FROM ${from}`))[0]!.n);

describe('tables', () => {
  it.each([
    ['results', () => leaderboard.rows.length],
    ['gaps', () => leaderboard.gaps.length],
    ['ratios', () => leaderboard.ratios.length],
    ['scalings', () => leaderboard.scalings.length],
    ['flags', () => leaderboard.rows.flatMap(({ flags }) => flags).length],
  ])('%s have a record each, as Parquet and as CSV', async (name, expected) => {
    expect(expected()).toBeGreaterThan(0);
    expect(await countOf(`'${name}.parquet'`)).toBe(expected());
    expect(await countOf(`read_csv('${name}.csv')`)).toBe(expected());
  });

  it('have dates as dates, lists as lists and bytes as integers', async () => {
    const described = await query(folder, "DESCRIBE SELECT * FROM 'results.parquet'");
    const typeOf = (name: string) => described.find((column) => column.column_name === name)?.column_type;
    expect(typeOf('date')).toBe('DATE');
    expect(typeOf('flags')).toBe('VARCHAR[]');
    expect(typeOf('ladderSamplesPerSecond')).toBe('DOUBLE[]');
    expect(typeOf('peakMemoryBytes')).toBe('BIGINT');
    const newest = await query(folder, "SELECT max(date) AS newest FROM 'results.parquet'");
    expect(newest).toEqual([
      {
        newest: leaderboard.rows
          .map(({ date }) => date)
          .sort()
          .at(-1),
      },
    ]);
  });
});

describe('samples', () => {
  const submissions = () =>
    readdirSync(join(root, 'data/submissions'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const parsed = parseSubmission(readFileSync(join(root, 'data/submissions', name)), name);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
        return parsed.value;
      });

  it('are all samples of all submissions, by suite and workload', async () => {
    const repetitions = submissions()
      .flatMap(({ results }) => results)
      .flatMap(({ outcome }) => (outcome.status === 'ok' ? outcome.repetitions : []));
    const samples = repetitions.flatMap(({ samplesNs }) => samplesNs);
    const [found] = await query(
      folder,
      `SELECT count(*) AS repetitions, sum(len(samplesNs)) AS samples, sum(list_sum(samplesNs)) AS ns,
         list_sort(list(DISTINCT suite)) AS suites
       FROM read_parquet('samples/**/*.parquet', hive_partitioning = true)`,
    );
    expect(Number(found!.repetitions)).toBe(repetitions.length);
    expect(Number(found!.samples)).toBe(samples.length);
    expect(Number(found!.ns)).toBe(samples.reduce((sum, ns) => sum + ns, 0));
    expect(found!.suites).toEqual(['1']);
  });
});

it.each(queries)('the data page shows a query that works: $title', async ({ sql }) => {
  expect((await query(folder, sql)).length).toBeGreaterThan(0);
});

it('has the checksum of every file, and removes files that are no longer written', () => {
  const list = readFileSync(join(folder, 'SHA256SUMS'), 'utf8');
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(parseChecksums(list).map(([name]) => name)).toEqual(names.sort());
  const checked = spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder });
  if (checked.error === undefined) expect(`${checked.stdout}`).toBe('');

  writeFileSync(join(folder, 'old.csv'), 'x');
  writeFileSync(join(folder, 'own.txt'), 'x');
  writeFileSync(join(folder, 'SHA256SUMS'), `${list}${'0'.repeat(64)}  old.csv\n`);
  expect(ingest().status).toBe(0);
  expect(readdirSync(folder)).not.toContain('old.csv');
  expect(readdirSync(folder)).toContain('own.txt');
  expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(list);
});
