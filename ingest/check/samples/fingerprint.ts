/**
 * @file A fingerprint of samples: the shape of a few short windows of them. Scaling, shifting, reversing, cutting and small
 * noise leave the shape of a window as it is, and a sample more or less changes only the windows around it. Windows of
 * independent measurements have the same shape by a chance of one in millions.
 */

import type { Repetition } from '../../../data/contract/outcome.ts';
import { hash53 } from '../../../data/derive/hash.ts';
import { ascending, median } from '../../../data/derive/stats.ts';
import type { Fingerprint } from '../contract/check.ts';
import { commonDivisor } from './patterns/common-divisor.ts';

/** How windows are taken from lists of some length. */
interface Grain {
  /** The fewest samples of such a list. */
  from: number;
  /** Samples of a window. */
  width: number;
  /** Most windows that are kept of one series. */
  most: number;
  /** Different coarse steps that a window needs, so that its shape says something. */
  distinct: number;
  /** How far two shapes may differ, as a share of the range of the window. */
  tolerance: number;
  /** The least distance of two windows that count separately. */
  apart: number;
  /** What an equal window counts. */
  weight: number;
}

/**
 * Longer lists first. Two windows of eight from 40 samples are alike by a chance of about one in 10^8, so two that do not
 * overlap are needed. A window of five says less, so it has to agree to the last digits.
 */
const grains: readonly Grain[] = [
  { from: 16, width: 8, most: 6, distinct: 4, tolerance: 0.02, apart: 8, weight: 1 },
  { from: 9, width: 6, most: 6, distinct: 3, tolerance: 0.002, apart: 1, weight: 1 },
  { from: 5, width: 5, most: 4, distinct: 2, tolerance: 0.00015, apart: 1, weight: 2 },
];

/** Samples in order of their size have few shapes: these windows are compared more closely and count less. */
const SORTED = { most: 3, tolerance: 0.006, weight: 0.5 };

/** A window of five in order of size agrees to the last digits or not at all; one alone is still no copy. */
const SORTED_SHORT = { tolerance: 0.00015, weight: 1.5 };

const sortedOf = ({ weight }: Grain): Pick<typeof SORTED, 'tolerance' | 'weight'> =>
  weight > 1 ? SORTED_SHORT : SORTED;

/** Likeness from which two lists are copies. */
export const SAME = 2;

/** Samples from the start of a list whose windows are taken, and from its slow end, in which a shuffled copy is equal. */
const FIRST = 40;
const SLOWEST = 16;

/** Room for the first samples of one list after another. */
const firstSamples = new Float64Array(FIRST);

/** Coarse steps of the range of a window. */
const COARSE = 12;

/** Bits that hold the shape of a window: a whole number below 2^53. */
const SHAPE_BITS = 48;

/** A window whose range is fewer ticks of the clock has one of few shapes. */
const LEAST_TICKS = 64;

/** Above the width of every window; the last digit of a key in this base is the width. */
const WIDEST = 10;

/** Fine steps of the range of a window, by its width. */
const fineSteps = Array.from({ length: WIDEST }, (_, width) => 2 ** Math.floor(SHAPE_BITS / (width - 2)));

const stepsOf = ({ width }: Grain): number => fineSteps[width]!;

/** The place of the smallest value between two places, the second one excluded; the first of equal ones. */
function lowestFrom(series: Readonly<Float64Array>, from: number, end: number): number {
  let lowest = from;
  for (let i = from + 1; i < end; i++) if (series[i]! < series[lowest]!) lowest = i;
  return lowest;
}

/** The same of the largest value. */
function highestFrom(series: Readonly<Float64Array>, from: number, end: number): number {
  let highest = from;
  for (let i = from + 1; i < end; i++) if (series[i]! > series[highest]!) highest = i;
  return highest;
}

/** The places of the smallest and the largest value of a window. */
interface Extremes {
  lowest: number;
  highest: number;
}

/** Moves the extremes from the window before to the one between two places. Most stay as they are. */
function slide(extremes: Extremes, series: Readonly<Float64Array>, from: number, end: number): void {
  const { lowest, highest } = extremes;
  const added = series[end - 1]!;
  if (lowest < from) extremes.lowest = lowestFrom(series, from, end);
  else if (added < series[lowest]!) extremes.lowest = end - 1;
  if (highest < from) extremes.highest = highestFrom(series, from, end);
  else if (added > series[highest]!) extremes.highest = end - 1;
}

/** The tick of the clock of a list: what its differences are multiples of. */
function tickOf(samples: Readonly<Float64Array>): number {
  let tick = 0;
  for (let i = 1; i < samples.length && tick !== 1; i++)
    tick = commonDivisor(tick, Math.abs(samples[i]! - samples[i - 1]!));
  return tick;
}

/** Numbers of a window in a fingerprint; the first is its key. */
export const NUMBERS = 3;

/** A window of a fingerprint. */
export interface Window {
  key: number;
  shape: number;
  /** Position of its first sample; -1 for a window of samples in order of their size. */
  at: number;
}

/** A window with how far its values are from the ends of their coarse steps: noise does not change those with much room. */
interface Candidate extends Window {
  room: number;
}

/**
 * Reads a window with its smallest value before its largest, so that a reversed copy has the same shape. Null for one that is
 * not to be kept: with a range below `least`, with too few steps, or with no more than `enough` room.
 */
function candidateAt(
  series: Readonly<Float64Array>,
  start: number,
  { lowest, highest }: Extremes,
  grain: Grain,
  least: number,
  enough: number,
  salt: number,
): Candidate | null {
  const { width } = grain;
  const low = series[lowest]!;
  const range = series[highest]! - low;
  if (!(range >= least)) return null;
  const forward = lowest < highest;
  const steps = stepsOf(grain);
  const [first, last] = forward
    ? [lowest - start, highest - start]
    : [start + width - 1 - lowest, start + width - 1 - highest];
  let key = (salt * width + first) * width + last;
  let [shape, room, used] = [0, 1, 0];
  for (let i = 0; i < width; i++) {
    const at = forward ? start + i : start + width - 1 - i;
    if (at === lowest || at === highest) continue;
    const value = (series[at]! - low) / range;
    const place = COARSE * value;
    const floor = Math.floor(place);
    room = Math.min(room, place - floor, floor + 1 - place);
    if (room <= enough) return null;
    const coarse = Math.min(COARSE - 1, floor);
    key = key * COARSE + coarse;
    shape = shape * steps + Math.min(steps - 1, Math.floor(steps * value));
    used |= 1 << coarse;
  }
  return bitCount(used) < grain.distinct ? null : { key: key * WIDEST + width, shape, at: start, room };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** The windows of a series with the most room. */
function bestWindows(
  series: Readonly<Float64Array>,
  grain: Grain,
  least: number,
  salt: number,
  most: number,
): Candidate[] {
  const best: Candidate[] = [];
  const extremes: Extremes = { lowest: -1, highest: -1 };
  for (let start = 0; start + grain.width <= series.length; start++) {
    const enough = best.length < most ? 0 : best[most - 1]!.room;
    slide(extremes, series, start, start + grain.width);
    const candidate = candidateAt(series, start, extremes, grain, least, enough, salt);
    if (candidate === null) continue;
    let at = best.length < most ? best.push(candidate) - 1 : most - 1;
    for (; at > 0 && best[at - 1]!.room < candidate.room; at--) best[at] = best[at - 1]!;
    best[at] = candidate;
  }
  return best;
}

/**
 * The fingerprint of the samples of a repetition; empty for fewer than five, and for a clock too coarse to tell them apart.
 * @param kind A small whole number for the kind of work; short lists are compared only within it.
 */
export function fingerprintOf(samples: readonly number[], kind: number): number[] {
  const grain = grains.find(({ from }) => samples.length >= from);
  if (grain === undefined) return [];
  const first = firstSamples.subarray(0, Math.min(FIRST, samples.length));
  for (let i = 0; i < first.length; i++) first[i] = samples[i]!;
  const least = Math.max(1, LEAST_TICKS * tickOf(first));
  const salt = grain === grains[0] ? 0 : 2 * (1 + kind);
  const inOrder = bestWindows(first, grain, least, salt, grain.most);
  const bySize = bestWindows(ascending(samples).subarray(-SLOWEST), grain, least, salt + 1, SORTED.most);
  const fingerprint: number[] = [];
  for (const { key, shape, at } of inOrder) fingerprint.push(key, shape, at);
  for (const { key, shape } of bySize) fingerprint.push(key, shape, -1);
  return fingerprint;
}

/** What marks a window of a start among those of samples: no window of samples is so wide. */
const START = { width: WIDEST - 1, weight: 1.5 };

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

const isStart = ({ key }: Window): boolean => key % WIDEST === START.width;

/** What marks a course among windows: no window of samples is so wide. */
const COURSE_WIDTH = 7;

/** Relative width of the coarse steps of a course, and how far the times of a copy may differ: noise of 0.05 % in most cases. */
const COURSE = { step: 0.02, tolerance: 0.0012 };

/** Fine steps of a coarse one: three numbers make a shape. */
const COURSE_BASE = 2 ** Math.floor(SHAPE_BITS / 3);

/**
 * The course of a repetition as a window: how long it loaded, built and took for a sample. Each of these differs by percents
 * from run to run, so that all three agree only by chance; a copy with a little noise everywhere keeps them. One repetition
 * says little, most of a file say it all. Empty where the time of loading is unknown.
 */
export function courseOf(
  { coldStartNs, startUpNs, samplesNs }: Pick<Repetition, 'coldStartNs' | 'startUpNs' | 'samplesNs'>,
  kind: number,
): number[] {
  if (startUpNs === null || startUpNs <= 0 || coldStartNs <= 0) return [];
  const steps = [coldStartNs, startUpNs, median(samplesNs)].map((ns) => Math.log(ns) / COURSE.step);
  const key = hash53([kind, ...steps.map(Math.floor)].join(' ')) % 2 ** 49;
  const shape = steps.reduce(
    (sum, step) => sum * COURSE_BASE + Math.floor((step - Math.floor(step)) * COURSE_BASE),
    0,
  );
  return [key * WIDEST + COURSE_WIDTH, shape, -1];
}

/** Whether a window is a course, which `courses.ts` compares. */
export const isCourse = (key: number): boolean => key % WIDEST === COURSE_WIDTH;

/** Whether two courses with one key are those of one run. */
export const areSameCourse = (one: number, other: number): boolean =>
  areAlike(one, other, comparisons.course);

export const windowsOf = ({ length }: Fingerprint): number => length / NUMBERS;

/** The window that starts at a position of a fingerprint. */
export const windowAt = (fingerprint: Fingerprint, start: number): Window => ({
  key: fingerprint[start]!,
  shape: fingerprint[start + 1]!,
  at: fingerprint[start + 2]!,
});

const grainOf = ({ key }: Window): Grain => grains.find(({ width }) => width === key % WIDEST)!;

/** How shapes are compared: the digits of a shape, their base, and the largest difference of two of them. */
interface Comparison {
  digits: number;
  base: number;
  most: number;
  /** The largest difference of two shapes whose digits all differ by no more: a first look, which few others pass. */
  mostInAll: number;
}

const comparison = (digits: number, base: number, most: number): Comparison => ({
  digits,
  base,
  most,
  mostInAll: Math.ceil((most * (base ** digits - 1)) / (base - 1)),
});

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
  course: comparison(3, COURSE_BASE, (COURSE_BASE * COURSE.tolerance) / COURSE.step),
};

/** How the shapes of a window are compared with others of the same key. */
export const comparisonOf = (window: Window): Comparison =>
  isStart(window)
    ? comparisons.start
    : (window.at < 0 ? comparisons.bySize : comparisons.inOrder)[window.key % WIDEST]!;

/** Whether two shapes are the same. */
export function areAlike(one: number, other: number, { digits, base, most, mostInAll }: Comparison): boolean {
  if (Math.abs(one - other) > mostInAll) return false;
  let a = one;
  let b = other;
  for (let left = digits; left > 0; left--) {
    // Whole numbers below 2^53, so that this is exact, and faster than the remainder of two of them.
    const restA = Math.floor(a / base);
    const restB = Math.floor(b / base);
    if (Math.abs(a - restA * base - (b - restB * base)) > most) return false;
    a = restA;
    b = restB;
  }
  return true;
}

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
