import { expect, test } from 'vitest';
import { createBatch } from '../models/generator.ts';
import { CHECK_SEED } from '../models/references.ts';
import { filledBatch, filledPlaces } from './fill.ts';

const net = { inputShape: [2, 3], input: { kind: 'features' }, classes: 5, layers: [] } as const;

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

test('longer sequences repeat those of the reference, and begin anywhere', () => {
  const samples = createBatch(net, CHECK_SEED, 0, 2);
  const begins = [0, 1].flatMap((turned) => {
    const { places, positions, inputs } = filledBatch({ ...net, inputShape: [4, 3] }, 8, 2, 2, turned);
    places.forEach((place, at) => {
      for (const step of [0, 1, 2, 3]) {
        const from = at * 12 + ((positions[at]! + step) % 4) * 3;
        const sample = place * 6 + (step % 2) * 3;
        expect(inputs.subarray(from, from + 3)).toEqual(samples.inputs.subarray(sample, sample + 3));
      }
    });
    return [...positions];
  });
  expect(new Set(begins)).toEqual(new Set([0, 1, 2, 3]));
});

test('sequences begin at 0 where a net knows positions', () => {
  const layers = [{ kind: 'learned-positions' }] as const;
  const { positions } = filledBatch({ ...net, layers }, 8, 2, 2);
  expect(new Set(positions)).toEqual(new Set([0]));
});
