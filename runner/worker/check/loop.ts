/** @file Compares what a timed loop left with what its steps must have done. Pure. */
import type { Comparison } from '../../../data/contract/proof.ts';
import { bounded } from './comparison.ts';

/** Compares the steps that an optimizer counted with those that were run. */
export const stepsComparison = (counted: number, run: number): Comparison => ({
  of: 'steps counted',
  error: bounded(Math.abs(counted - run)),
  tolerance: 0,
});

/** Losses near 0 are compared with this. */
const LEAST_LOSS = 0.1;

/** Compares the loss that a step reported with that of a pass over the same weights and batch. */
export const lastLossComparison = (reported: number, computed: number, tolerance: number): Comparison => ({
  of: 'last loss',
  error: bounded(Math.abs(reported - computed) / Math.max(Math.abs(computed), LEAST_LOSS)),
  tolerance,
});
