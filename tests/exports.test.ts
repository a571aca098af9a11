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
    const inCsv = await query(
      folder,
      "SELECT typeof(deviceIndex) AS type FROM read_csv('results.csv', types = {'deviceIndex': 'INTEGER'}) LIMIT 1",
    );
    expect(inCsv).toEqual([{ type: 'INTEGER' }]);
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

  it('join with the rows of which they are a part, all of them and nothing else', async () => {
    const samples = "read_parquet('samples/**/*.parquet', hive_partitioning = true)";
    const linked = `SELECT unnest(rows) AS id, * EXCLUDE (rows) FROM ${samples}`;
    expect(await countOf(`(SELECT * FROM ${samples} WHERE len(rows) = 0)`)).toBe(0);
    expect(await countOf(`(${linked}) AS s ANTI JOIN 'results.parquet' AS r ON s.id = r.id`)).toBe(0);
    const measured = leaderboard.rows.filter(({ provenance }) => provenance !== 'published');
    const joined = `'results.parquet' AS r SEMI JOIN (${linked}) AS s
      ON s.id = r.id AND list_contains(r.sources, s.source)`;
    expect(await countOf(joined)).toBe(measured.length);
    const [same] = await query(
      folder,
      `SELECT count(*) AS n FROM (${linked}) AS s JOIN 'results.parquet' AS r USING (id)
       WHERE r.engine = s.engine AND r.deviceName = s.deviceName AND r.dtype = s.dtype AND r.recipe = s.recipe
         AND r.mode = s.mode AND r.workload = s.workload AND r.machine = s.machine
         AND (r.batchSize IS NOT DISTINCT FROM s.batchSize OR r.metric = 'peakSamplesPerSecond')`,
    );
    expect(Number(same!.n)).toBe(await countOf(`(${linked})`));
  });

  it('give the values of rows of one run again', async () => {
    const rows = leaderboard.rows.filter(({ runs, metric }) => runs === 1 && metric === 'samplesPerSecond');
    const measured = rows.filter(({ provenance }) => provenance === 'measured');
    expect(measured.length).toBeGreaterThan(0);
    const found = await query(
      folder,
      `SELECT r.id, r.value AS published, median(s.itemsPerSample / list_median(s.samplesNs) * 1e9) AS rate
       FROM 'results.parquet' AS r JOIN read_parquet('samples/**/*.parquet', hive_partitioning = true) AS s
         ON list_contains(s.rows, r.id) AND list_contains(r.sources, s.source)
       WHERE r.runs = 1 AND r.metric = 'samplesPerSecond' AND r.provenance = 'measured' GROUP BY ALL`,
    );
    expect(found.length).toBe(measured.length);
    for (const { rate, published } of found) expect(Number(rate) / Number(published)).toBeCloseTo(1, 9);
  });

  it('have what the checks need: the warm-up, the loop and the pass before it', async () => {
    const all = submissions()
      .flatMap(({ results }) => results)
      .flatMap(({ outcome }) => (outcome.status === 'ok' ? outcome.repetitions : []));
    const names = ['warmUpNs', 'elapsedNs', 'passNs', 'limitMs'] as const;
    const sums = names.map((name) => `count(${name}) AS ${name}Count, sum(${name}) AS ${name}`);
    const [found] = await query(
      folder,
      `SELECT ${sums.join(', ')} FROM read_parquet('samples/**/*.parquet', hive_partitioning = true)`,
    );
    for (const name of names) {
      const values = all.flatMap((one) => one[name] ?? []);
      expect(Number(found![`${name}Count`]), name).toBe(values.length);
      expect(Number(found![name] ?? 0), name).toBe(values.reduce((sum, value) => sum + value, 0));
    }
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
