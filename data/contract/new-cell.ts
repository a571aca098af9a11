/** @file Builds a cell in one place, so that a new size is added once. */
import type { Cell } from './cell.ts';

/** What every cell has, and those of its sizes that apply. */
export type CellFacts = Pick<Cell, 'workload' | 'mode' | 'engine' | 'device' | 'recipe' | 'dtype'> &
  Partial<Cell>;

/** A cell whose sizes are null where they are left out. */
export const newCell = (facts: CellFacts): Cell => ({
  batchSize: null,
  size: null,
  sequenceLength: null,
  languageModel: null,
  ...facts,
});
