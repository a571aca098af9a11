/** @file The domain and ticks of an axis, log or linear. */
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

/** Round values within the domain of an axis that is about `widthPx` long. */
export const ticksOf = ({ scale, domain }: Axis, widthPx: number): number[] =>
  scale === 'log' ? axisTicks(domain, widthPx) : linearTicks(domain, widthPx);

/** Ticks at 1, 2 and 5 times powers of ten; thinned to 1 and 3 or to powers of ten where there is too little room. */
export function axisTicks([low, high]: readonly [number, number], widthPx: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const within = (steps: readonly number[]) =>
    Array.from({ length: to - from + 1 }, (_, i) => steps.map((step) => step * 10 ** (from + i)))
      .flat()
      .map((tick) => Number(tick.toPrecision(3)))
      .filter((tick) => tick >= low && tick <= high);
  const usual = within([1, 2, 5]);
  // One tick is no scale.
  const fine = usual.length > 1 ? usual : within([1, 1.5, 2, 3, 4, 5, 6, 8]);
  const room = Math.max(2, Math.floor(widthPx / 44));
  if (fine.length > room * 0.75 && within([1]).length >= 2) {
    const medium = within([1, 3]);
    if (medium.length <= room) return medium;
    const powers = within([1]);
    // Every second or third power of ten where even these are too close.
    const step = Math.ceil(powers.length / room);
    return powers.filter((_, index) => (powers.length - 1 - index) % step === 0);
  }
  return fine;
}

/** Ticks that an axis of half the length has room for. */
const FEW = 3;

/** Marks every second tick as fine where half of the length has too little room for all; powers of ten stay. */
export function thinned(ticks: readonly number[]): { tick: number; fine: boolean }[] {
  const isPower = (tick: number) => tick === 0 || Number.isInteger(Math.log10(tick));
  const kept = Math.max(0, ticks.findIndex(isPower)) % 2;
  return ticks.map((tick, index) => ({ tick, fine: ticks.length > FEW && index % 2 !== kept }));
}

/** Multiples of 1, 2 or 5 times a power of ten, from 0, at least about 55 pixels apart. */
export function linearTicks([, high]: readonly [number, number], widthPx: number): number[] {
  const most = Math.max(2, Math.floor(widthPx / 55));
  const rough = high / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough)!;
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toPrecision(6)),
  );
}
