/** @file How windows are taken from samples, by the length of their list, and how closely they are compared. */
import { SHAPE_BITS } from './shape.ts';
import { WIDEST } from './window.ts';

/** How windows are taken from lists of some length. */
export interface Grain {
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
export const grains: readonly Grain[] = [
  { from: 16, width: 8, most: 6, distinct: 4, tolerance: 0.02, apart: 8, weight: 1 },
  { from: 9, width: 6, most: 6, distinct: 3, tolerance: 0.002, apart: 1, weight: 1 },
  { from: 5, width: 5, most: 4, distinct: 2, tolerance: 0.00015, apart: 1, weight: 2 },
];

/** Samples in order of their size have few shapes: these windows are compared more closely and count less. */
export const SORTED = { most: 3, tolerance: 0.006, weight: 0.5 };

/** A window of five in order of size agrees to the last digits or not at all; one alone is still no copy. */
const SORTED_SHORT = { tolerance: 0.00015, weight: 1.5 };

/** How windows of samples in order of their size are compared, and what they count. */
export const sortedOf = ({ weight }: Grain): Pick<typeof SORTED, 'tolerance' | 'weight'> =>
  weight > 1 ? SORTED_SHORT : SORTED;

/** Fine steps of the range of a window, by its width. */
const fineSteps = Array.from({ length: WIDEST }, (_, width) => 2 ** Math.floor(SHAPE_BITS / (width - 2)));

/** Fine steps of the range of a window. */
export const stepsOf = ({ width }: Grain): number => fineSteps[width]!;
