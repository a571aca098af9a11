/** @file The course of a repetition, as a window. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { hash53 } from '../../../data/derive/hash.ts';
import { median } from '../../../data/derive/stats.ts';
import { areAlike, comparison, SHAPE_BITS } from './shape.ts';
import { WIDEST } from './window.ts';

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

const sameCourse = comparison(3, COURSE_BASE, (COURSE_BASE * COURSE.tolerance) / COURSE.step);

/** Whether two courses with one key are those of one run. */
export const areSameCourse = (one: number, other: number): boolean => areAlike(one, other, sameCourse);
