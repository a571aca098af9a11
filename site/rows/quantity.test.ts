import { describe, expect, it } from 'vitest';
import { sampleRow } from '../testing/sample-rows.ts';
import {
  formatQuantity,
  formatScale,
  measureOf,
  offeredQuantities,
  parseQuantity,
  parseScale,
  QUANTITIES,
  quantityWords,
  readQuantity,
  SCALES,
  shownQuantity,
} from './quantity.ts';

const compared = (changes: Parameters<typeof sampleRow>[0] = {}, ratio: number | null = 2) => ({
  entry: sampleRow(changes),
  ratio,
  interval: ratio === null ? null : { low: 1.9, high: 2.2 },
});

/** Measured with everything: 100 samples/s at 50 W. */
const full = compared({
  value: 10,
  ci: { low: 8, high: 12.5, kind: 'range' },
  samplesPerSecond: 100,
  energy: { source: 'nvml-energy', scope: 'gpu', watts: 50, idleWatts: 10, joules: 500, per: 'epoch' },
  cost: { usd: 4, hours: 8, epochs: 100, pricePerHourUsd: 0.5, source: 'A price list, 2026-11-01' },
  utilization: 0.4,
  utilizationOf: 'measured',
  firstStepSeconds: 3,
});

describe('a quantity of a row', () => {
  it.each([
    ['ratio', { value: 2, low: 1.9, high: 2.2, note: null }],
    ['value', { value: 10, low: 8, high: 12.5, note: null }],
    // The interval of a rate runs the other way than that of the seconds behind it.
    ['rate', { value: 100, low: 80, high: 125, note: null }],
    ['watt', { value: 2, low: 1.6, high: 2.5, note: 'GPU board alone' }],
    ['price', { value: 4, low: 3.2, high: 5, note: 'A price list, 2026-11-01' }],
    ['peak', { value: 40, low: 32, high: 50, note: 'of the fastest product of its run, no rated peak' }],
    ['first-step', { value: 3, low: null, high: null, note: null }],
  ] as const)('%s', (quantity, expected) => {
    const reading = readQuantity(full, quantity)!;
    expect(reading.note).toBe(expected.note);
    for (const key of ['value', 'low', 'high'] as const) {
      if (expected[key] === null) expect(reading[key]).toBeNull();
      else expect(reading[key]).toBeCloseTo(expected[key], 10);
    }
  });

  it.each(['rate', 'watt', 'price', 'peak', 'first-step'] as const)(
    '%s is null where it is unknown',
    (quantity) => {
      expect(readQuantity(compared(), quantity)).toBeNull();
    },
  );

  it('has no interval if the row has none', () => {
    const one = { ...full, entry: { ...full.entry, ci: null } };
    expect(readQuantity(one, 'rate')).toEqual({ value: 100, low: null, high: null, note: null });
  });

  it('per watt is GFLOP/s per W for operations and joules for a run to a target', () => {
    const energy = { ...full.entry.energy!, joules: null, per: null };
    const product = compared({ metric: 'tflops', unit: 'TFLOP/s', higherIsBetter: true, value: 2, energy });
    expect(readQuantity(product, 'watt')?.value).toBe(40);
    expect(measureOf(product.entry, 'watt', 'i7')).toMatchObject({
      unit: 'GFLOP/s per W',
      higherIsBetter: true,
    });
    const run = compared({
      metric: 'secondsToTarget',
      unit: 's',
      energy: { ...energy, joules: 900, per: 'run' },
    });
    expect(readQuantity(run, 'watt')?.value).toBe(900);
    expect(measureOf(run.entry, 'watt', 'i7')).toMatchObject({ unit: 'J per run', higherIsBetter: false });
  });
});

describe('the offered quantities', () => {
  it('are those that some row has', () => {
    expect(offeredQuantities([compared(), compared({ firstStepSeconds: 1 })])).toEqual([
      'ratio',
      'value',
      'first-step',
    ]);
    expect(offeredQuantities([full])).toEqual([...QUANTITIES]);
    expect(offeredQuantities([compared({}, null)])).toEqual(['value']);
    expect(offeredQuantities([])).toEqual([]);
  });

  it('do not repeat samples per second where they are the unit', () => {
    const rate = compared({ unit: 'samples/s', higherIsBetter: true, samplesPerSecond: 18 });
    expect(offeredQuantities([rate])).toEqual(['ratio', 'value']);
  });

  it('are replaced by the value where no row has a ratio', () => {
    expect(shownQuantity([compared({}, null)], 'ratio')).toBe('value');
    expect(shownQuantity([compared({}, null), compared()], 'ratio')).toBe('ratio');
    expect(shownQuantity([compared({}, null)], 'peak')).toBe('peak');
  });

  it('have names', () => {
    expect(quantityWords('value', ['s/epoch'])).toBe('seconds per epoch');
    expect(quantityWords('value', ['s/epoch', 'ms'])).toBe('value');
    expect(new Set(QUANTITIES.map((quantity) => quantityWords(quantity, ['ms']))).size).toBe(
      QUANTITIES.length,
    );
  });
});

describe('in an address', () => {
  it('quantity and scale are left out by default and read back', () => {
    expect(formatQuantity('ratio')).toBeNull();
    expect(formatScale('log')).toBeNull();
    for (const quantity of QUANTITIES) expect(parseQuantity(formatQuantity(quantity))).toBe(quantity);
    for (const scale of SCALES) expect(parseScale(formatScale(scale))).toBe(scale);
  });

  it('unknown words mean the default', () => {
    expect(parseQuantity('price-of-gold')).toBe('ratio');
    expect(parseScale('__proto__')).toBe('log');
  });
});
