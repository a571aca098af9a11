import { describe, expect, it } from 'vitest';
import { roundTo, roundToHalf } from './round.ts';

describe('the nearest float16', () => {
  it.each([
    ['a third', 1 / 3, 0.333251953125],
    ['a tie above an even number', 2049, 2048],
    ['a tie below an even number', 2051, 2052],
    ['the largest', 65_504, 65_504],
    ['less than half a unit above the largest', 65_519.9, 65_504],
    ['half a unit above the largest', 65_520, Number.POSITIVE_INFINITY],
    ['the smallest normal number', 2 ** -14, 2 ** -14],
    ['a number below the normal ones', 1.3 * 2 ** -24, 2 ** -24],
    ['half the smallest number', 2 ** -25, 0],
    ['a tie below the normal numbers', 3 * 2 ** -25, 2 ** -23],
    ['infinity', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('of %s is right, with either sign', (_, x, expected) => {
    expect(roundToHalf(x)).toBe(expected);
    expect(roundToHalf(-x)).toBe(-expected);
  });

  it('of NaN is NaN, and of -0 is -0', () => {
    expect(roundToHalf(Number.NaN)).toBeNaN();
    expect(roundToHalf(-0)).toBe(-0);
  });
});

it('an array is rounded to its type', () => {
  const array = Float64Array.of(1 / 3, 2.5);
  roundTo('float32', array);
  expect([...array]).toEqual([Math.fround(1 / 3), 2.5]);
  roundTo('float16', array);
  expect([...array]).toEqual([0.333251953125, 2.5]);
});
