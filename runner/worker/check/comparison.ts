/** @file A comparison: what was compared, its error, and the largest error that passes. Pure. */
import type { Comparison } from '../../../data/contract/proof.ts';

/** Largest error that the contract allows. */
const MAX_ERROR = 1e30;

/** NaN counts as the largest error. */
export const bounded = (error: number): number =>
  Number.isFinite(error) ? Math.min(error, MAX_ERROR) : MAX_ERROR;

export const largest = (errors: readonly number[]): number =>
  errors.reduce((worst, error) => Math.max(worst, bounded(error)), 0);

export const norm = (values: ArrayLike<number>): number => {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! ** 2;
  return Math.sqrt(squares);
};

const ratio = ({ error, tolerance }: Comparison): number =>
  error <= tolerance ? (tolerance === 0 ? 0 : error / tolerance) : error / Math.max(tolerance, 1e-9);

/** The comparison that is closest to its bound, or farthest above it. */
export const worstOf = (comparisons: readonly Comparison[]): Comparison =>
  comparisons.reduce((a, b) => (ratio(b) > ratio(a) ? b : a));
