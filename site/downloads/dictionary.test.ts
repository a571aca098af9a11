import { expect, it } from 'vitest';
import { rowSchema } from '../../data/contract/leaderboard.ts';
import { columns } from '../../data/derive/columns/row.ts';
import { pageColumns } from '../leaderboard/export/csv.ts';
import { rowFields } from './dictionary.ts';

it('lists every field of a row once with its type', () => {
  const fields = rowFields();
  expect(fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(rowSchema.shape).toSorted());
  const type = (name: string) => fields.find((field) => field.name === name)?.type;
  expect(type('value')).toBe('number');
  expect(type('n')).toBe('whole number or null');
  expect(type('metric')).toBe('word');
  expect(type('rankBand')).toBe('pair of numbers or null');
  expect(type('latency')).toBe('{p90Ms, samples} or null');
  expect(type('ladder')).toBe('list of {batchSize, samplesPerSecond} or null');
});

it('lists every column of the table with type and unit', () => {
  const shown = rowFields().flatMap((field) => field.columns);
  expect(shown.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
  const column = (name: string) => shown.find((one) => one.name === name);
  expect(column('latencyP90Ms')).toEqual({
    name: 'latencyP90Ms',
    type: 'number, ms',
    text: 'The 90th percentile.',
  });
  expect(column('rank')).toEqual({ name: 'rank', type: 'whole number', text: null });
  for (const { text } of pageColumns) expect(text).toMatch(/^\S.*\.$/);
});
