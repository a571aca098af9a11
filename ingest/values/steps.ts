/** @file The steps on which an epoch is based. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import { samplesTimed } from './loop.ts';

type Counted = Pick<Repetition, 'samplesNs' | 'samplesThinned' | 'itemsPerSample'>;

/** The fewest timed steps of any repetition; a sample may cover several. */
export const stepsTimedOf = (
  repetitions: readonly Counted[],
  { batchSize }: Pick<Cell, 'batchSize'>,
): number =>
  Math.min(...repetitions.map((one) => (samplesTimed(one) * one.itemsPerSample) / (batchSize ?? 1)));
