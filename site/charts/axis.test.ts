import { describe, expect, it } from 'vitest';
import { type Axis, axisOver, axisTicks, linearTicks, logDomain, placeOn, thinned } from './axis.ts';

describe('a log axis', () => {
  it('includes every value with some padding, even a single one', () => {
    const [low, high] = logDomain([1, 123]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(123);
    expect(logDomain([4])).toEqual([2, 8]);
  });

  it.each([
    [[0.9, 130], 400, [1, 3, 10, 30, 100]],
    [[0.9, 3.3], 400, [1, 2]],
    [[0.5, 8], 330, [0.5, 1, 2, 5]],
    [[5.5, 18], 340, [6, 8, 10, 15]],
    [[0.2, 400], 340, [0.3, 1, 3, 10, 30, 100, 300]],
    [[0.001, 1000], 340, [0.001, 0.01, 0.1, 1, 10, 100, 1000]],
    [[1e-6, 1e6], 340, [1e-6, 1e-4, 0.01, 1, 100, 1e4, 1e6]],
  ] as const)('over %j at %d px has the ticks %j', (domain, width, ticks) => {
    expect(axisTicks(domain, width)).toEqual(ticks);
  });

  it('takes 200,000 values, and has a domain without any above 0', () => {
    expect(
      axisOver(
        Array.from({ length: 200_000 }, (_, i) => i + 1),
        'log',
        true,
      ).domain[1],
    ).toBeGreaterThan(2e5);
    expect(axisOver([0], 'log', true).domain).toEqual([1, 10]);
    expect(axisOver([], 'linear', true).domain).toEqual([0, 1]);
  });
});

describe('a linear axis', () => {
  it.each([
    [104, 340, [0, 20, 40, 60, 80, 100]],
    [0.93, 340, [0, 0.2, 0.4, 0.6, 0.8]],
    [880, 340, [0, 200, 400, 600, 800]],
    [3, 120, [0, 2]],
  ])('up to %d at %d px has the ticks %j', (high, width, ticks) => {
    expect(linearTicks([0, high], width)).toEqual(ticks);
  });
});

describe('ticks for half of the length', () => {
  it.each([
    [
      [0.3, 1, 3, 10, 30],
      [1, 10],
    ],
    [
      [1, 3, 10, 30, 100],
      [1, 10, 100],
    ],
    [
      [0, 20, 40, 60, 80],
      [0, 40, 80],
    ],
    [
      [1, 2, 5],
      [1, 2, 5],
    ],
  ])('of %j are %j', (ticks, kept) => {
    expect(thinned(ticks).flatMap(({ tick, fine }) => (fine ? [] : tick))).toEqual(kept);
  });
});

describe('a place on an axis', () => {
  const log: Axis = { scale: 'log', domain: [1, 100], reversed: false };
  it.each<[Axis, number, number]>([
    [log, 10, 0.5],
    [log, 0, 0],
    [log, 1000, 1],
    [{ ...log, reversed: true }, 100, 0],
    [{ scale: 'linear', domain: [0, 50], reversed: false }, 10, 0.2],
    [{ scale: 'linear', domain: [0, 50], reversed: true }, 10, 0.8],
  ])('%j of %d is %d', (axis, value, place) => {
    expect(placeOn(axis, value)).toBeCloseTo(place, 12);
  });
});
