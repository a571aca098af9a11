/**
 * @file A fingerprint of samples: the shape of a few short windows of them. Scaling, shifting, reversing, cutting and small
 * noise leave the shape of a window as it is, and a sample more or less changes only the windows around it. Windows of
 * independent measurements have the same shape by a chance of one in millions.
 */

import { ascending } from '../../../../data/derive/stats.ts';
import { commonDivisor } from '../patterns/common-divisor.ts';
import { type Grain, grains, SORTED, stepsOf } from './grains.ts';
import { WIDEST, type Window } from './window.ts';

/** Samples from the start of a list whose windows are taken, and from its slow end, in which a shuffled copy is equal. */
const FIRST = 40;
const SLOWEST = 16;

/** Room for the samples that are looked at, of one list after another. */
const firstSamples = new Float64Array(FIRST);
const slowestSamples = new Float64Array(SLOWEST);

/** The samples of a list from one position to another, in a room for them; valid until the next call. */
function partOf(samples: readonly number[], start: number, end: number, room: Float64Array): Float64Array {
  const part = room.subarray(0, end - start);
  for (let i = 0; i < part.length; i++) part[i] = samples[start + i]!;
  return part;
}

/** Coarse steps of the range of a window. */
const COARSE = 12;

/** A window whose range is fewer ticks of the clock has one of few shapes. */
const LEAST_TICKS = 64;

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
  const { length } = samples;
  const first = partOf(samples, 0, Math.min(FIRST, length), firstSamples);
  const slowest = partOf(ascending(samples), Math.max(0, length - SLOWEST), length, slowestSamples);
  const least = Math.max(1, LEAST_TICKS * tickOf(first));
  const salt = grain === grains[0] ? 0 : 2 * (1 + kind);
  const inOrder = bestWindows(first, grain, least, salt, grain.most);
  const bySize = bestWindows(slowest, grain, least, salt + 1, SORTED.most);
  const fingerprint: number[] = [];
  for (const { key, shape, at } of inOrder) fingerprint.push(key, shape, at);
  for (const { key, shape } of bySize) fingerprint.push(key, shape, -1);
  return fingerprint;
}
