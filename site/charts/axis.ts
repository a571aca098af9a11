/** @file The domain of an axis, log or linear, and places on it. Pure. */
import type { Scale } from '../rows/quantity.ts';

/** An axis that several charts can share, so that their lengths compare. */
export interface Axis {
  scale: Scale;
  domain: readonly [number, number];
  /** Whether smaller values are to the right, because they are better. */
  reversed: boolean;
}

/** Smallest and largest of any number of values; a call with each as an argument fails at about 100,000. */
const extent = (values: readonly number[]): [number, number] =>
  values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

/** The range of the values with some padding; if they are nearly equal, a factor of two on each side. */
export function logDomain(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  if (high / low < 1.2) return [low / 2, high * 2];
  const padding = (high / low) ** 0.04;
  return [low / padding, high * padding];
}

/** The axis over values; those that are not above 0 have no place on a log axis and count for its linear form only. */
export function axisOver(values: readonly number[], scale: Scale, higherIsBetter: boolean): Axis {
  const reversed = !higherIsBetter;
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (scale === 'log')
    return { scale, domain: positive.length > 0 ? logDomain(positive) : [1, 10], reversed };
  return { scale, domain: [0, positive.length > 0 ? extent(positive)[1] * 1.02 : 1], reversed };
}

/** Where a value lies on an axis, from 0 at its left end to 1 at its right end; values outside are at the ends. */
export function placeOn({ scale, domain: [low, high], reversed }: Axis, value: number): number {
  const place =
    scale === 'log'
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / (high - low);
  const clamped = Math.min(1, Math.max(0, place));
  return reversed ? 1 - clamped : clamped;
}
