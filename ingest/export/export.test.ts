import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import { columns } from '../../data/derive/columns.ts';
import { guardFormula, toCsv } from '../../data/derive/csv.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { everyKind } from '../testing/mode-samples.ts';
import { baselineNaming, file, gpu, matmul, submission, vgg } from '../testing/samples.ts';
import { toJson } from './json.ts';
import { toParquet } from './parquet.ts';

function board(): Leaderboard {
  const formula = { ...gpu, name: '=HYPERLINK("https://example.org","x"), "quoted"', software: true };
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

describe('columns', () => {
  it('all have a value in some row, except those of published values', () => {
    const empty = columns.filter(({ name }) => expected.every((row) => row[name] === null));
    expect(empty.map(({ name }) => name)).toEqual(['accuracy', 'stepMs']);
  });
});

describe('toCsv', () => {
  it('round-trips: formulas as text, numbers as numbers, null as an empty cell', () => {
    const csv = toCsv(columns, rows);
    const parsed = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
    expect(parsed.errors).toEqual([]);
    const asText = expected.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value === null ? '' : typeof value === 'string' ? guardFormula(value) : String(value),
        ]),
      ),
    );
    expect(parsed.data).toEqual(asText);
    expect(parsed.data.some((row) => row.deviceName?.startsWith("'=HYPERLINK"))).toBe(true);
    expect(csv).toContain('\r\n');
  });

  it('keeps a negative number a number', () => {
    expect(toCsv(columns, [{ ...rows[0]!, utilization: -0.5 }])).toContain(',-0.5,');
  });
});

describe('toParquet', () => {
  it('round-trips with types and nulls', async () => {
    const bytes = toParquet(rows);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const back = await parquetReadObjects({ file: buffer });
    expect(back).toEqual(expected);
    const schema = parquetMetadata(buffer).schema.slice(1);
    expect(schema.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
    expect(schema.find(({ name }) => name === 'value')?.type).toBe('DOUBLE');
  });

  it('writes the columns of a table without rows', () => {
    const bytes = toParquet([]);
    expect(parquetMetadata(bytes.buffer as ArrayBuffer).num_rows).toBe(0n);
  });
});

describe('toJson', () => {
  it('round-trips and gives the same bytes each time', () => {
    expect(JSON.parse(toJson(board()))).toEqual(board());
    expect(toJson(board())).toBe(toJson(board()));
    expect(toParquet(board().rows)).toEqual(toParquet(rows));
  });
});
