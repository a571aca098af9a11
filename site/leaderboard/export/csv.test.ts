import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { columns } from '../../../data/derive/columns/row.ts';
import { compare } from '../../rows/compare.ts';
import type { NamedRow } from '../../rows/named-row.ts';
import { sampleRow, sampleRows } from '../../testing/sample-rows.ts';
import { rowsToCsv } from './csv.ts';

const parse = (rows: readonly NamedRow[]) =>
  Papa.parse<Record<string, string>>(
    rowsToCsv(
      rows.map((row) => compare(row, null)),
      'i7-8700',
    ),
    { header: true, skipEmptyLines: true },
  );

it('has the rows in their order, with ratios and what they are to', () => {
  const vgg = sampleRows().filter(({ workload }) => workload === 'vgg16-cifar100');
  const { data } = parse(vgg);
  expect(data.map(({ id }) => id)).toEqual(['i7', 'm1', 'rtx']);
  expect(data[2]).toMatchObject({ value: '18', unit: 's/epoch', ratioTo: 'i7-8700', n: '3', ciLow: '' });
  expect(Number(data[2]?.ratio)).toBeCloseTo(863 / 18, 9);
});

it('has every column of results.csv, with the same meaning, and the names of the page before them', () => {
  const [entry] = sampleRows();
  const { data, meta } = parse([entry!]);
  const own = ['name', 'vendor', 'ratio', 'ratioTo', 'notes'];
  expect(meta.fields).toEqual([...own, ...columns.map(({ name }) => name)]);
  expect(new Set(meta.fields).size).toBe(meta.fields?.length);
  const { name, vendor, hardware, machine } = entry!;
  expect(data[0]).toMatchObject({ name, vendor, hardware, machine: machine.id, machineName: machine.name });
});

it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '  =1'])(
  'does not let the name %s run as a formula in a spreadsheet',
  (name) => {
    expect(parse([sampleRow({ name })]).data[0]?.name).toBe(`'${name}`);
  },
);

it('has the model and the check of a row, where it has them', () => {
  const languageModel = {
    name: 'A model',
    quantization: 'Q4_0',
    parameters: 5,
    activeParameters: null,
    bytes: 3,
    sha256: 'ab'.repeat(32),
    generated: false,
    gpuLayers: 12,
  };
  const check = {
    kind: 'none',
    against: null,
    maxRelativeError: null,
    tolerance: null,
    why: 'No output.',
  } as const;
  const { data } = parse([sampleRow({ languageModel, check }), sampleRow({ id: 'without' })]);
  expect(data[0]).toMatchObject({
    model: 'A model',
    quantization: 'Q4_0',
    gpuLayers: '12',
    checkKind: 'none',
  });
  expect(data[0]?.modelSha256).toBe('ab'.repeat(32));
  expect(data[1]).toMatchObject({ model: '', gpuLayers: '', checkKind: '' });
});
