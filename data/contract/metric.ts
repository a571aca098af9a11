/** @file Metrics: what the value of a cell counts. Without zod, because the browser imports this file. */
import type { Cell } from './cell.ts';
import type { Metric } from './words.ts';

/** Unit and direction of each metric. */
export const metrics: Record<Metric, { unit: string; title: string; higherIsBetter: boolean }> = {
  secondsPerEpoch: { unit: 's/epoch', title: 'seconds per epoch', higherIsBetter: false },
  tflops: { unit: 'TFLOP/s', title: 'TFLOP/s', higherIsBetter: true },
  gigabytesPerSecond: { unit: 'GB/s', title: 'GB/s', higherIsBetter: true },
  latencyMs: { unit: 'ms', title: 'latency of one sample', higherIsBetter: false },
  samplesPerSecond: { unit: 'samples/s', title: 'samples per second', higherIsBetter: true },
  peakSamplesPerSecond: {
    unit: 'samples/s',
    title: 'samples per second at the best batch',
    higherIsBetter: true,
  },
  secondsToTarget: { unit: 's', title: 'seconds to the target accuracy', higherIsBetter: false },
  tokensPerSecond: { unit: 'tokens/s', title: 'tokens per second', higherIsBetter: true },
};

/** The metric of a cell. `peakSamplesPerSecond` is never returned: it belongs to a batch sweep, not to one cell. */
export function metricOf({
  workload,
  mode,
  batchSize,
}: Pick<Cell, 'workload' | 'mode' | 'batchSize'>): Metric {
  switch (mode) {
    case 'train':
      return 'secondsPerEpoch';
    case 'infer':
      return batchSize === 1 ? 'latencyMs' : 'samplesPerSecond';
    case 'op':
      return workload === 'copy' ? 'gigabytesPerSecond' : 'tflops';
    case 'converge':
      return 'secondsToTarget';
    case 'prompt':
    case 'generate':
      return 'tokensPerSecond';
  }
}
