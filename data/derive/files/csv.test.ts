import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Column } from '../columns/column.ts';
import { guardFormula, toCsv } from './csv.ts';

describe('guardFormula', () => {
  it.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\0=1', '\n+1', '\tx'])(
    'makes %j text',
    (text) => {
      expect(guardFormula(text)).toBe(`'${text}`);
    },
  );

  it.each(['RTX 4070', '', 'a=b', '1-2', "'quoted"])('leaves %j', (text) => {
    expect(guardFormula(text)).toBe(text);
  });
});

it('writes a header and a line for each item: formulas as text, numbers as numbers, null as an empty cell', () => {
  const column = (name: string): Column<Record<string, string | number | null>> => ({
    name,
    type: 'STRING',
    unit: null,
    text: '',
    read: (item) => item[name] ?? null,
  });
  const csv = toCsv(
    [column('a'), column('b')],
    [
      { a: '=1', b: -0.5 },
      { a: 'say "x", twice', b: null },
    ],
  );
  expect(csv).toBe('a,b\r\n\'=1,-0.5\r\n"say ""x"", twice",\r\n');
  expect(Papa.parse(csv, { skipEmptyLines: true }).errors).toEqual([]);
});
