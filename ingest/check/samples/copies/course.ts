/** @file The course of a repetition, as a window. */
import type { Repetition } from '../../../../data/contract/repetition.ts';
import { hash53 } from '../../../../data/derive/hash.ts';
import { median } from '../../../../data/derive/stats.ts';
import { areAlike, comparison, SHAPE_BITS } from './shape.ts';
import { WIDEST } from './window.ts';

/** What marks a course among windows: no window of samples is so wide. */
const COURSE_WIDTH = 7;

/** Relative width of the coarse steps of a course, and how far the times of a copy may differ: noise of 0.05 % in most cases. */
const COURSE = { step: 0.02, tolerance: 0.0012 };

/** Fine steps of a coarse one: three numbers make a shape. */
const COURSE_BASE = 2 ** Math.floor(SHAPE_BITS / 3);

/** A time in coarse steps. */
const stepsOf = (ns: number): number => Math.log(ns) / COURSE.step;

/** What is left of a coarse step, in fine steps. */
const fineOf = (steps: number): number => Math.floor((steps - Math.floor(steps)) * COURSE_BASE);

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
  const [built, loaded, sampled] = [stepsOf(coldStartNs), stepsOf(startUpNs), stepsOf(median(samplesNs))];
  const coarse = `${kind} ${Math.floor(built)} ${Math.floor(loaded)} ${Math.floor(sampled)}`;
  const key = hash53(coarse) % 2 ** 49;
  const shape = (fineOf(built) * COURSE_BASE + fineOf(loaded)) * COURSE_BASE + fineOf(sampled);
  return [key * WIDEST + COURSE_WIDTH, shape, -1];
}

/** Whether a window is a course, which `courses.ts` compares. */
export const isCourse = (key: number): boolean => key % WIDEST === COURSE_WIDTH;

const sameCourse = comparison(3, COURSE_BASE, (COURSE_BASE * COURSE.tolerance) / COURSE.step);

/** Whether two courses with one key are those of one run. */
export const areSameCourse = (one: number, other: number): boolean => areAlike(one, other, sameCourse);
