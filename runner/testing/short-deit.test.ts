import { expect, test } from 'vitest';
import { deitSmall } from '../workloads/deit-small.ts';
import { shortDeit } from './short-deit.ts';

test('the short net has every layer of the long one', () => {
  const layers = (model: typeof deitSmall) => [
    ...new Set(model.layers.map((layer) => JSON.stringify(layer))),
  ];
  expect(layers(shortDeit)).toEqual(layers(deitSmall));
  expect(shortDeit.layers.length).toBeLessThan(deitSmall.layers.length / 3);
});
