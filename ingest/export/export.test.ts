import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { JSDOM } from 'jsdom';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import type { CellValue } from '../../data/derive/columns/column.ts';
import { columns } from '../../data/derive/columns/row.ts';
import { guardFormula, toCsv } from '../../data/derive/files/csv.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { everyKind } from '../testing/mode-samples.ts';
import { baselineNaming, file, gpu, matmul, submission, vgg } from '../testing/samples.ts';
import { createExports, exportLeaderboard } from './files.ts';
import { MemoryOutput } from './output.ts';
import { createParquet, toParquet } from './parquet.ts';

function board(): Leaderboard {
  const formula = { ...gpu, name: 'NVIDIA, Inc. "A"', software: true };
  const one = file(
    submission(
      [
        ...everyKind(),
        vgg(300),
        matmul(0.3, { device: formula }),
        matmul(21, { device: { ...gpu, index: 1 } }),
      ],
      { pricePerHourUsd: 0.5 },
    ),
  );
  const parsed = toLeaderboard([one], [], Date.parse('2026-12-01'), baselineNaming(one));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
const { rows } = board();

/** The table as plain values, for comparison with what a parser returns. */
const expected = rows.map((row) => Object.fromEntries(columns.map(({ name, read }) => [name, read(row)])));

/** All exports of a leaderboard, by their names. */
function exported(leaderboard: Leaderboard): Map<string, Buffer> {
  const output = new MemoryOutput();
  exportLeaderboard(output, leaderboard);
  return output.files;
}

/** A value as its cell of the CSV. */
function asCsv(value: CellValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? guardFormula(value) : String(value);
}

/** A value of a Parquet file as the table has it: whole numbers as numbers, dates as days. */
function toPlain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'bigint') return Number(value);
  return Array.isArray(value) ? value.map(toPlain) : value;
}

describe('columns', () => {
  it('all have a value in some row, except those of published values', () => {
    const empty = columns.filter(({ name }) => expected.every((row) => row[name] === null));
    expect(empty.map(({ name }) => name)).toEqual(['accuracy', 'stepMs']);
  });
});

describe('toCsv', () => {
  it('round-trips: numbers as numbers, null as an empty cell', () => {
    const csv = toCsv(columns, rows);
    const parsed = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
    expect(parsed.errors).toEqual([]);
    const asText = expected.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asCsv(value)])),
    );
    expect(parsed.data).toEqual(asText);
    expect(csv).toContain('\r\n');
  });

  it('keeps a negative number a number', () => {
    expect(toCsv(columns, [{ ...rows[0]!, utilization: -0.5 }])).toContain(',-0.5,');
  });
});

const toPlainRows = (back: readonly Record<string, unknown>[]) =>
  back.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toPlain(value)])));

describe('toParquet', () => {
  it('round-trips with types and nulls', async () => {
    const bytes = toParquet(columns, rows);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const back = await parquetReadObjects({ file: buffer });
    expect(toPlainRows(back)).toEqual(expected);
    const schema = parquetMetadata(buffer).schema.slice(1);
    expect(schema.map(({ name }) => name).filter((name) => name !== 'list' && name !== 'element')).toEqual(
      columns.map(({ name }) => name),
    );
    const typeOf = (name: string) => schema.find((element) => element.name === name);
    expect(typeOf('value')).toMatchObject({ type: 'DOUBLE' });
    expect(typeOf('date')).toMatchObject({ type: 'INT32', converted_type: 'DATE' });
    expect(typeOf('peakMemoryBytes')).toMatchObject({ type: 'INT64' });
    expect(typeOf('flags')).toMatchObject({ converted_type: 'LIST' });
  });

  it('has the same rows in groups that end after some values of their lists', async () => {
    const output = new MemoryOutput();
    const table = createParquet(output.open('rows'), columns, { listed: 4 });
    for (const row of rows) table.add(row);
    table.close();
    const { buffer } = new Uint8Array(output.files.get('rows')!);
    expect(parquetMetadata(buffer).row_groups.length).toBeGreaterThan(1);
    expect(parquetMetadata(buffer).row_groups.length).toBeLessThan(rows.length);
    expect(toPlainRows(await parquetReadObjects({ file: buffer }))).toEqual(expected);
  });

  it('writes the columns of a table without rows', () => {
    const bytes = toParquet(columns, []);
    expect(parquetMetadata(bytes.buffer as ArrayBuffer).num_rows).toBe(0n);
  });
});

describe('leaderboard.json', () => {
  it('is what JSON.stringify makes of the leaderboard, and has the same bytes each time', () => {
    for (const one of [board(), { ...board(), rows: [], gaps: [] }]) {
      expect(`${exported(one).get('leaderboard.json')}`).toBe(`${JSON.stringify(one, null, 2)}\n`);
    }
    expect(exported(board())).toEqual(exported(board()));
  });
});

describe('shares', () => {
  it('give the bytes of the whole: each workload and mode with the gaps, ratios and scalings of its own', () => {
    const whole = board();
    const output = new MemoryOutput();
    const exports = createExports(output, { ...whole, date: '2020-01-01' });
    const workOf = ({ workload, mode }: Pick<Row, 'workload' | 'mode'>) => `${workload} ${mode}`;
    const works = new Set(whole.rows.map(workOf));
    expect(works.size).toBeGreaterThan(3);
    expect(whole.ratios.length).toBeGreaterThan(0);
    for (const work of works) {
      const own = <Of extends Pick<Row, 'workload' | 'mode'>>(all: readonly Of[]): Of[] =>
        all.filter((one) => workOf(one) === work);
      const { gaps, ratios, scalings, hardware } = whole;
      exports.add({
        ...whole,
        rows: own(whole.rows),
        gaps: own(gaps),
        ratios: own(ratios),
        scalings: own(scalings),
        hardware,
      });
    }
    exports.close(whole.date);
    const expected = exported(whole);
    expect([...output.files.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [name, bytes] of expected) expect(output.files.get(name)!.equals(bytes), name).toBe(true);
  });
});

describe('feed.xml', () => {
  it('has the newest fifty files, the newest first', () => {
    const whole = board();
    const [row] = whole.rows;
    const [source] = row!.sources;
    const dated = Array.from({ length: 60 }, (_, i): Row => {
      const date = `2026-${String(1 + Math.floor(i / 20)).padStart(2, '0')}-${String(1 + (i % 20)).padStart(2, '0')}`;
      return {
        ...row!,
        id: `${row!.id}.${i}`,
        date,
        sources: [{ ...source!, path: `data/submissions/suite-1/f${i}.json` }],
      };
    });
    const text = `${exported({ ...whole, rows: dated, gaps: [] }).get('feed.xml')}`;
    const names = [...text.matchAll(/runs\/(f\d+)\//g)].map(([, name]) => name);
    expect(names).toEqual(Array.from({ length: 50 }, (_, i) => `f${59 - i}`));
  });

  it('has an entry for each file, with characters that XML allows only', async () => {
    const parsed = toLeaderboard([file(submission([vgg(300)]))], [], Date.parse('2026-12-01'));
    if (!parsed.ok) throw new Error('the sample is sound');
    const [row] = parsed.value.rows;
    const machine = { ...row!.machine, name: 'A <b>"\u0007 & B' };
    const text = `${exported({ ...parsed.value, rows: [{ ...row!, machine }, row!] }).get('feed.xml')}`;
    const { window } = new JSDOM(text, { contentType: 'application/xml' });
    const entries = [...window.document.querySelectorAll('entry')];
    expect(entries).toHaveLength(1);
    expect(entries[0]!.querySelector('title')!.textContent).toBe('A <b>" & B: 2 rows');
    expect(entries[0]!.querySelector('summary')!.textContent).toBe('VGG16 on CIFAR-100, training');
    expect(entries[0]!.querySelector('updated')!.textContent).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
    const links = [...entries[0]!.querySelectorAll('link')].map((one) => one.getAttribute('href'));
    expect(links).toEqual([
      expect.stringMatching(/^\.\.\/runs\/[^/]+\/$/),
      expect.stringMatching(/^files\/submissions\/suite-1\/.*json$/),
    ]);
  });
});

describe('badges', () => {
  it('has the fastest ranked row of each device and workload', () => {
    const badges = [...exported(board())].filter(([name]) => name.startsWith('badges/'));
    const ranked = rows.filter((row) => row.rank !== null && row.hardware !== null && row.speedup !== null);
    expect(ranked.length).toBeGreaterThan(0);
    expect(badges.map(([name]) => name).sort()).toEqual(
      [...new Set(ranked.map((row) => `badges/${row.hardware}/${row.workload}-${row.mode}.svg`))].sort(),
    );
    for (const [, svg] of badges) {
      const { window } = new JSDOM(`${svg}`, { contentType: 'image/svg+xml' });
      expect(window.document.documentElement.getAttribute('aria-label')).toMatch(
        /^[^·]+ · (?:VGG16 on CIFAR-100|MNIST CNN|Matrix product), (?:training|operation): [\d.]+x i7-8700$/,
      );
    }
  });

  it('shows the largest speedup that has a place', () => {
    const whole = board();
    const row = whole.rows.find(({ rank, hardware, speedup }) => rank && hardware && speedup !== null)!;
    const alike = [
      ...[2, 5.4321, 3].map((speedup, i) => ({ ...row, id: `${row.id}.${i}`, speedup })),
      { ...row, id: `${row.id}.unranked`, speedup: 99, rank: null },
    ];
    const badges = [...exported({ ...whole, rows: alike })].filter(([name]) => name.startsWith('badges/'));
    expect(badges.map(([, svg]) => /: ([\d.]+x) /.exec(`${svg}`)?.[1])).toEqual(['5.43x']);
  });
});
