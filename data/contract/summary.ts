/** @file The one number of a measured cell, with its spread: derived from the samples wherever it is shown. Pure. */
import type { Cell } from './cell.ts';
import type { Ok, Repetition } from './outcome.ts';
import { type Interval, median, medianInterval } from './stats.ts';
import type { Metric } from './words.ts';

export interface Summary {
  /** In the unit of the metric: median over the repetitions of each repetition's median. */
  value: number;
  /** Spread of the repetitions; null for a single one. */
  ci: Interval | null;
  /** Repetitions behind the value. */
  n: number;
}

/**
 * Throws where the cell lacks what its metric needs.
 * @param trainSamples Training samples of an epoch; null where the workload has no epochs.
 */
export function summarise(
  cell: Pick<Cell, 'batchSize' | 'size'>,
  outcome: Pick<Ok, 'repetitions'>,
  metric: Metric,
  trainSamples: number | null,
): Summary {
  const values = outcome.repetitions.map((repetition) => toValue(cell, repetition, metric, trainSamples));
  return { value: median(values), ci: medianInterval(values), n: values.length };
}

function toValue(
  { batchSize, size }: Pick<Cell, 'batchSize' | 'size'>,
  { samplesNs, itemsPerSample }: Repetition,
  metric: Metric,
  trainSamples: number | null,
): number {
  const sampleSeconds = median(samplesNs) / 1e9;
  switch (metric) {
    case 'secondsPerEpoch': {
      if (trainSamples === null || batchSize === null)
        throw new RangeError('an epoch needs a data set and a batch');
      // Whole steps: the last one of an epoch may be smaller but is a step, as in the frameworks' own loops.
      const secondsPerStep = (sampleSeconds * batchSize) / itemsPerSample;
      return Math.ceil(trainSamples / batchSize) * secondsPerStep;
    }
    case 'tflops': {
      if (size === null) throw new RangeError('TFLOP/s need a matrix size');
      return (2 * size ** 3 * itemsPerSample) / sampleSeconds / 1e12;
    }
  }
}
