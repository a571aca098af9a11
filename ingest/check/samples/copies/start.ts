/** @file The start of a repetition, as a window. */
import type { Repetition } from '../../../../data/contract/repetition.ts';
import { hash53 } from '../../../../data/derive/hash.ts';
import { WIDEST, type Window } from './window.ts';

/** What marks a window of a start among those of samples: no window of samples is so wide. */
export const START = { width: WIDEST - 1, weight: 1.5 };

/** Starts that are whole microseconds come from a clock that has too few of them to be unique. */
const COARSE_NS = 1000;

/**
 * The start of a repetition as a window: whoever copies a run and adds noise to its samples often leaves the start as it was,
 * which is unique to nanoseconds. One alone could be chance among a million runs. Empty for a coarse clock.
 */
export function startOf({ coldStartNs, startUpNs }: Pick<Repetition, 'coldStartNs' | 'startUpNs'>): number[] {
  if (coldStartNs % COARSE_NS === 0) return [];
  const hash = hash53(`${coldStartNs} ${startUpNs}`) % 2 ** 49;
  return [hash * WIDEST + START.width, 0, -1];
}

/** Whether a window is a start. */
export const isStart = ({ key }: Window): boolean => key % WIDEST === START.width;
