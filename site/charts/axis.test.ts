import { describe, expect, it } from 'vitest';
import { type Axis, axisOver, logDomain, placeOn } from './axis.ts';

describe('a log axis', () => {
  it('includes every value with some padding, even a single one', () => {
    const [low, high] = logDomain([1, 123]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(123);
    expect(logDomain([4])).toEqual([2, 8]);
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
