/** @file What the tables share. */
import { digits } from '../../comparison/measure/table.ts';
import { bestOf, type Comparison, type Ratio } from '../../comparison/tables/comparison.ts';
import type { Machine } from '../machine/adapter.ts';
import type { Scale } from '../machine/scale.ts';

/** This engine is the first of the libraries. */
export interface Setting extends Comparison {
  machine: Machine;
  scale: Scale;
}

/** How much faster this engine is than the best of the others. */
export const toBest: Ratio = {
  title: 'ratio',
  of: ([own, ...others]) => {
    const best = bestOf(others);
    return !own?.rate || best === 0 ? '-' : `${digits(own.rate / best)}x`;
  },
};
