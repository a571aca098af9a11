import { expect, it } from 'vitest';
import { sampleCell } from '../../testing/sample-cell.ts';
import { apartFromBatch, netKey, remembered, sharedCell } from './shared.ts';

it('gives one object for equal cells, with one device', () => {
  const [one, other] = [sampleCell({ batchSize: 8 }), sampleCell({ batchSize: 8 })];
  expect(one).not.toBe(other);
  expect(sharedCell(one)).toEqual(one);
  expect(sharedCell(other)).toBe(sharedCell(one));
  const larger = sharedCell(sampleCell({ batchSize: 16 }));
  expect(larger).not.toBe(sharedCell(one));
  expect(larger.device).toBe(sharedCell(one).device);
});

it('tells apart what differs in one field only', () => {
  const named = sampleCell({});
  const indexed = { ...named, device: { ...named.device, index: 0 } };
  expect(sharedCell(indexed)).toEqual(indexed);
  expect(sharedCell(named)).not.toEqual(indexed);
});

it('computes once for an object, also if nothing is found', () => {
  let calls = 0;
  const find = remembered((_: object) => {
    calls += 1;
    return null;
  });
  const subject = {};
  expect([find(subject), find(subject), find({})]).toEqual([null, null, null]);
  expect(calls).toBe(2);
});

it('has keys without the batch and of the net', () => {
  const [small, large] = [sampleCell({ batchSize: 8 }), sampleCell({ batchSize: 16 })];
  expect(apartFromBatch(small)).toBe(apartFromBatch(large));
  expect(netKey(small)).toBe(netKey(large));
  expect(apartFromBatch(small)).not.toBe(apartFromBatch({ ...small, dtype: 'float16' }));
});
