/** @file What a value stands for: samples per second, operations per second, the peak they are a share of. Pure. */
import type { Hardware, WorkloadFacts } from '../contract/catalogue.ts';
import type { Cell } from '../contract/cell.ts';
import type { DeviceKind, DType, Metric } from '../contract/words.ts';
import { flopsPerItem } from './work.ts';

/**
 * Peak of the device for a precision in TFLOP/s, or null: a chip's entry knows the peak of its GPU only, and of blocks of
 * few bits no peak is listed.
 */
export function peakTflops(hardware: Hardware | null, kind: DeviceKind, dtype: DType) {
  if (hardware === null || dtype === 'quantized' || (kind === 'cpu' && hardware.kind !== 'cpu')) return null;
  return dtype === 'float32' ? hardware.fp32Tflops : hardware.fp16Tflops;
}

/**
 * Samples per second that a value means; null for operations, and for training to a target, whose clock runs through
 * evaluations too. `heldOut` is the share of the training set that an epoch leaves out.
 */
export function samplesPerSecond(
  { trainingSamples }: Pick<WorkloadFacts, 'trainingSamples'>,
  metric: Metric,
  value: number,
  heldOut = 0,
): number | null {
  switch (metric) {
    case 'secondsPerEpoch':
      return trainingSamples === null ? null : (trainingSamples * (1 - heldOut)) / value;
    case 'latencyMs':
      return 1000 / value;
    case 'samplesPerSecond':
    case 'peakSamplesPerSecond':
      return value;
    case 'tflops':
    case 'secondsToTarget':
    case 'tokensPerSecond':
      return null;
  }
}

/**
 * TFLOP/s that a value stands for, by the direct algorithm; null where the operations or the samples are not known. Of a
 * language model only a bound on its operations is known (`promptTflops`), which is no share of a peak.
 */
export function achievedTflops(
  facts: WorkloadFacts,
  cell: Cell,
  value: number,
  perSecond: number | null,
): number | null {
  if (cell.mode === 'op') return value;
  const flops = flopsPerItem(facts, cell);
  return flops === null || perSecond === null ? null : (flops * perSecond) / 1e12;
}

/**
 * Seconds of one item (a sample, a product, a sequence, a token) that a value stands for; null where that is not known,
 * and for training to a target, whose clock runs through evaluations too.
 */
export function secondsPerItem(
  facts: Pick<WorkloadFacts, 'macs' | 'sequenceLength' | 'trainingSamples'>,
  cell: Pick<Cell, 'mode' | 'size' | 'sequenceLength'>,
  metric: Metric,
  value: number,
): number | null {
  if (metric === 'tokensPerSecond') return 1 / value;
  const perSecond = samplesPerSecond(facts, metric, value);
  if (perSecond !== null) return 1 / perSecond;
  const flops = metric === 'tflops' ? flopsPerItem(facts, cell) : null;
  return flops === null ? null : flops / (value * 1e12);
}
