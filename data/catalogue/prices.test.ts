import { expect, test } from 'vitest';
import { findHardware, findPrice, prices } from './index.ts';

test('prices are for devices of the catalogue, one each', () => {
  for (const { hardware } of prices) expect(findHardware(hardware).id).toBe(hardware);
  expect(new Set(prices.map(({ hardware }) => hardware)).size).toBe(prices.length);
  expect(prices.map(({ hardware }) => findPrice(hardware))).toEqual(prices);
  expect(findPrice('intel-core-i7-8700')).toBeNull();
});

test('an offer with its date and URL fits into the field of a row', () => {
  for (const { offer, date, url } of prices)
    expect(`${offer}, ${date}, ${url}`.length).toBeLessThanOrEqual(400);
});
