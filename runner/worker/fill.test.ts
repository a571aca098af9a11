import { expect, test } from 'vitest';
import { createBatch } from '../models/generator.ts';
import { CHECK_SEED } from '../models/references.ts';
import { filledBatch, filledPlaces } from './fill.ts';

const net = { inputShape: [2, 3], input: { kind: 'features' }, classes: 5 } as const;

test('every sample has as many copies, in an order in which no part holds all equally', () => {
  const places = filledPlaces(256, 16);
  const copies = (some: Int32Array) =>
    Array.from({ length: 16 }, (_, k) => some.filter((p) => p === k).length);
  expect(new Set(copies(places))).toEqual(new Set([16]));
  expect(new Set(copies(places.subarray(0, 16))).size).toBeGreaterThan(1);
  expect(new Set(copies(places.filter((_, at) => at % 16 === 0))).size).toBeGreaterThan(1);
  expect(new Set(copies(places.subarray(0, 128))).size).toBeGreaterThan(1);
});

test('samples and labels stand at their places', () => {
  const { places, inputs, labels } = filledBatch(net, 8, 4);
  const samples = createBatch(net, CHECK_SEED, 0, 4);
  places.forEach((place, at) => {
    expect(inputs.subarray(at * 6, at * 6 + 6)).toEqual(samples.inputs.subarray(place * 6, place * 6 + 6));
    expect(labels[at]).toBe(samples.labels[place]);
  });
});

test('longer sequences repeat those of the reference', () => {
  const { places, inputs } = filledBatch({ ...net, inputShape: [4, 3] }, 2, 2, 2);
  const samples = createBatch(net, CHECK_SEED, 0, 2);
  places.forEach((place, at) => {
    for (const half of [0, 1]) {
      const from = at * 12 + half * 6;
      expect(inputs.subarray(from, from + 6)).toEqual(samples.inputs.subarray(place * 6, place * 6 + 6));
    }
  });
});
