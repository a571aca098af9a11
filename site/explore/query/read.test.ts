import { expect, it } from 'vitest';
import { toParquet } from '../../../ingest/export/parquet.ts';
import { readRecords } from './read.ts';

interface Item {
  name: string;
  bytes: number | null;
  day: string;
  time: string;
  flags: string[];
  samples: number[];
}

const items: Item[] = [
  {
    name: 'a',
    bytes: 2 ** 40,
    day: '2026-11-22',
    time: '2026-11-22T12:00:00.000Z',
    flags: ['x', 'y'],
    samples: [1, 2],
  },
  { name: 'b', bytes: null, day: '2026-11-23', time: '2026-11-23T12:00:00.000Z', flags: [], samples: [3] },
];
const shared = { unit: null, text: '' };
const file = toParquet<Item>(
  [
    { ...shared, name: 'name', type: 'STRING', read: ({ name }) => name },
    { ...shared, name: 'bytes', type: 'INT64', read: ({ bytes }) => bytes },
    { ...shared, name: 'day', type: 'DATE', read: ({ day }) => day },
    { ...shared, name: 'time', type: 'INSTANT', read: ({ time }) => time },
    { ...shared, name: 'flags', type: 'STRINGS', read: ({ flags }) => flags },
    { ...shared, name: 'samples', type: 'INT64S', read: ({ samples }) => samples },
  ],
  items,
);
const buffer = file.slice().buffer;

it('reads what ingest writes, with plain values', async () => {
  expect(await readRecords(buffer, [])).toEqual(items);
});

it('reads the chosen columns only', async () => {
  expect(await readRecords(buffer, ['day', 'samples'])).toEqual(
    items.map(({ day, samples }) => ({ day, samples })),
  );
});
