/** @file What the value of a cell counts. Without zod: the browser derives values too. */
import type { Cell } from './cell.ts';
import type { Metric } from './words.ts';

/** What the samples of a cell count; `peakSamplesPerSecond` alone is made of several cells, a ladder of batches. */
export function metricOf({ mode, batchSize }: Pick<Cell, 'mode' | 'batchSize'>): Metric {
  switch (mode) {
    case 'train':
      return 'secondsPerEpoch';
    case 'infer':
      return batchSize === 1 ? 'latencyMs' : 'samplesPerSecond';
    case 'op':
      return 'tflops';
    case 'converge':
      return 'secondsToTarget';
    case 'prompt':
    case 'generate':
      return 'tokensPerSecond';
  }
}
