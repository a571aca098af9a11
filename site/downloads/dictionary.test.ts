import { expect, it } from 'vitest';
import { rowSchema } from '../../data/contract/leaderboard.ts';
import { rowFields } from './dictionary.ts';

it('tells every field of a row, once, with its type', () => {
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
