/** @file Derives the value of a measured cell and its spread from the samples. Pure. */
import type { Cell } from '../contract/cell.ts';
import { metricOf } from '../contract/metric.ts';
import type { Ok } from '../contract/outcome.ts';
import type { Repetition } from '../contract/repetition.ts';
import type { Metric } from '../contract/words.ts';
import { type Interval, median, medianInterval } from './stats.ts';
import { stepsPerEpoch, type Work } from './work.ts';

export interface Summary {
  metric: Metric;
  /** In the unit of the metric: median over the repetitions of each repetition's value. */
  value: number;
  /** Interval over the repetitions; null for a single one. */
  ci: Interval | null;
  /** Repetitions behind the value. */
  n: number;
}

/**
 * Summarizes a cell. Training runs that missed their target are not counted.
 * @throws RangeError if the cell does not have the fields that its metric needs
 */
export function summarize(
  cell: Pick<Cell, 'workload' | 'mode' | 'batchSize'>,
  outcome: Pick<Ok, 'repetitions'>,
  work: Work,
): Summary {
  const metric = metricOf(cell);
  const counted = outcome.repetitions.filter(({ convergence }) => convergence?.reached !== false);
  const values = counted.map((repetition) => toValue(cell, repetition, metric, work));
  return { metric, value: median(values), ci: medianInterval(values), n: values.length };
}

function toValue(
  { batchSize }: Pick<Cell, 'batchSize'>,
  { samplesNs, itemsPerSample }: Repetition,
  metric: Metric,
  { trainingSamples, opMacs, opBytes }: Work,
): number {
  const sampleSeconds = median(samplesNs) / 1e9;
  switch (metric) {
    case 'secondsPerEpoch': {
      if (trainingSamples === null || batchSize === null)
        throw new RangeError('an epoch needs a data set and a batch');
      const secondsPerStep = (sampleSeconds * batchSize) / itemsPerSample;
      return stepsPerEpoch(trainingSamples, batchSize) * secondsPerStep;
    }
    case 'tflops': {
      if (opMacs === null) throw new RangeError('TFLOP/s need a number of operations');
      return (2 * opMacs * itemsPerSample) / sampleSeconds / 1e12;
    }
    case 'gigabytesPerSecond': {
      if (opBytes === null) throw new RangeError('GB/s need a number of bytes');
      return (opBytes * itemsPerSample) / sampleSeconds / 1e9;
    }
    case 'latencyMs':
      return (sampleSeconds * 1e3) / itemsPerSample;
    case 'samplesPerSecond':
    case 'tokensPerSecond':
    case 'peakSamplesPerSecond':
      return itemsPerSample / sampleSeconds;
    case 'secondsToTarget':
      return samplesNs.reduce((sum, ns) => sum + ns, 0) / 1e9;
  }
}
