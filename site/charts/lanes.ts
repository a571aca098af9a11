/** @file Places of marks on a shared axis, in percent of its width, so that a lane fits every screen. Pure. */
import { axisTicks, linearTicks, logDomain } from './axis.ts';

/** An axis with room for marks at both ends. */
export interface Axis {
  place(value: number): number;
  ticks: { value: number; place: number }[];
}

/** Room at the ends, in percent. */
const MARGIN = 4;

/** Width for which ticks are chosen: that of a phone. */
const TICK_WIDTH_PX = 330;

/** An axis that holds all values and, unless it is null, the one that all are compared with. */
export function axisOf(values: readonly number[], one: number | null = 1): Axis {
  const domain = logDomain(one === null ? values : [one, ...values]);
  const [low, high] = domain.map(Math.log) as [number, number];
  const place = (value: number) => {
    const share = (Math.log(value) - low) / (high - low);
    return Number((MARGIN + share * (100 - 2 * MARGIN)).toFixed(2));
  };
  const ticks = axisTicks(domain, TICK_WIDTH_PX).map((value) => ({ value, place: place(value) }));
  return { place, ticks };
}

/** A linear axis from 0 that holds all values, which are positive. */
export function linearAxisOf(values: readonly number[]): Axis {
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const place = (value: number) => Number((MARGIN + (value / high) * (100 - 2 * MARGIN)).toFixed(2));
  const ticks = linearTicks([0, high], TICK_WIDTH_PX).map((value) => ({ value, place: place(value) }));
  return { place, ticks };
}

/** Marks closer than this, in percent, would cover each other on a phone. */
const CLOSE = 6;

/** The level of each mark, from 0, so that marks that are close do not cover each other. */
export function levelsOf(places: readonly number[]): number[] {
  const levels: number[] = new Array(places.length).fill(0);
  const order = places.map((_, index) => index).toSorted((a, b) => places[a]! - places[b]!);
  const last: number[] = [];
  for (const index of order) {
    const place = places[index]!;
    let level = last.findIndex((end) => place - end >= CLOSE);
    if (level === -1) level = last.length;
    levels[index] = level;
    last[level] = place;
  }
  return levels;
}
