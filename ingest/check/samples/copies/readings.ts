/** @file The power readings of a result, as windows. */
import type { Power } from '../../../../data/contract/outcome.ts';
import { hash53 } from '../../../../data/derive/hash.ts';
import { START } from './start.ts';
import { WIDEST } from './window.ts';

/** Readings in a window: their times in nanoseconds are unique, even where a card draws the same watts all the time. */
const WIDTH = 3;

/** Windows of a result, from its first reading on: two are as certain as a copy of samples. */
const MOST = 2;

/** Readings at whole milliseconds come from a clock that has too few of them to be unique. */
const COARSE_NS = 1e6;

/** Windows of the first readings, marked like those of starts. Energy is copied from a device that draws less. */
export function readingsOf(power: Pick<Power, 'samples'> | null): number[] {
  const windows: number[] = [];
  for (let from = 0; from < MOST * WIDTH; from += WIDTH) {
    const readings = power?.samples.slice(from, from + WIDTH) ?? [];
    if (readings.length < WIDTH || readings.every(({ atNs }) => atNs % COARSE_NS === 0)) break;
    const hash = hash53(readings.map(({ atNs, watts }) => `${atNs} ${watts}`).join(' ')) % 2 ** 49;
    windows.push(hash * WIDEST + START.width, 0, -1);
  }
  return windows;
}
