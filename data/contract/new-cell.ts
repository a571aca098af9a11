/** @file Builds cells in one place, so that a new size field is added only once. */
import type { Cell } from './cell.ts';

/** The required fields of a cell and the sizes that apply. */
export type CellFacts = Pick<Cell, 'workload' | 'mode' | 'engine' | 'device' | 'recipe' | 'dtype'> &
  Partial<Cell>;

/** A cell; omitted sizes are null. */
export const newCell = (facts: CellFacts): Cell => ({
  batchSize: null,
  size: null,
  sequenceLength: null,
  languageModel: null,
  ...facts,
});
