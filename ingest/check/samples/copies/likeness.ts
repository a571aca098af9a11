/** @file How much windows that are alike count. */
import type { Fingerprint } from '../../contract/check.ts';
import { isCourse } from './course.ts';
import { type Grain, grains, sortedOf, stepsOf } from './grains.ts';
import { type Comparison, comparison } from './shape.ts';
import { isStart, START } from './start.ts';
import { NUMBERS, WIDEST, type Window, windowAt } from './window.ts';

/** Likeness from which two lists are copies. */
export const SAME = 2;

const grainOf = ({ key }: Window): Grain => grains.find(({ width }) => width === key % WIDEST)!;

const comparisonsOf = (tolerance: (grain: Grain) => number): (Comparison | undefined)[] => {
  const byWidth: (Comparison | undefined)[] = [];
  for (const grain of grains) {
    const base = stepsOf(grain);
    byWidth[grain.width] = comparison(grain.width - 2, base, base * tolerance(grain));
  }
  return byWidth;
};

/** By the width of the window. Starts are the same if their keys are. */
const comparisons = {
  inOrder: comparisonsOf(({ tolerance }) => tolerance),
  bySize: comparisonsOf((grain) => sortedOf(grain).tolerance),
  start: comparison(0, 2, 0),
};

/** How the shapes of a window are compared with others of the same key. */
export const comparisonOf = (window: Window): Comparison =>
  isStart(window)
    ? comparisons.start
    : (window.at < 0 ? comparisons.bySize : comparisons.inOrder)[window.key % WIDEST]!;

/** Pairs of windows that were found to be alike, and what they count together. */
export interface Likeness {
  total: number;
  /** Positions of the windows that count. */
  counted: number[];
}

/** Adds a window that is like one of another list to the likeness of the two lists. */
export function count(window: Window, likeness: Likeness): void {
  if (isStart(window)) {
    likeness.total += START.weight;
    return;
  }
  const grain = grainOf(window);
  if (window.at < 0) likeness.total += sortedOf(grain).weight;
  else if (likeness.counted.every((at) => Math.abs(at - window.at) >= grain.apart)) {
    likeness.counted.push(window.at);
    likeness.total += grain.weight;
  }
}

/** Whether a fingerprint tells more than the start of its repetition. */
export function hasShapes(fingerprint: Fingerprint): boolean {
  for (let i = 0; i < fingerprint.length; i += NUMBERS)
    if (!isStart(windowAt(fingerprint, i)) && !isCourse(fingerprint[i]!)) return true;
  return false;
}
