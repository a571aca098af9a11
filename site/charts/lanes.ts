/** @file Places of marks on a shared axis, in percent of its width, so that a lane fits every screen. Pure. */
import type { Scale } from '../rows/quantity.ts';
import { type Axis, logDomain, placeOn } from './axis.ts';
import { type Room, ticksOf } from './ticks.ts';

/** An axis with room for marks at both ends. */
export interface LaneAxis {
  place(value: number): number;
  ticks: { text: string; place: number }[];
}

/** Room at the ends, in percent. */
const MARGIN = 4;

/** Letters of the ticks, in pixels. */
const LETTER_PX = 12;

interface Options extends Pick<Room, 'text'> {
  /** The value that all are compared with, which the axis holds, too; null if there is none. */
  one: number | null;
  scale: Scale;
  /** The least width of the lanes on any screen, in CSS pixels. */
  widthPx: number;
}

/** An axis that holds all values; they are positive. A linear one starts at 0. */
export function laneAxis(values: readonly number[], { one, scale, widthPx, text }: Options): LaneAxis {
  const domain =
    scale === 'log'
      ? logDomain(one === null ? values : [one, ...values])
      : ([0, values.reduce((most, value) => Math.max(most, value), 0)] as const);
  const axis: Axis = { scale, domain, reversed: false };
  const inner = 1 - (2 * MARGIN) / 100;
  const place = (value: number) => Number((MARGIN + placeOn(axis, value) * inner * 100).toFixed(2));
  const ticks = ticksOf(axis, { lengthPx: widthPx * inner, text, letterPx: LETTER_PX });
  return { place, ticks: ticks.map((tick) => ({ text: text(tick), place: place(tick) })) };
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
