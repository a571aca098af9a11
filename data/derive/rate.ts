/** @file Converts values to rates: samples per second, operations per second, and the peak of a device. Pure. */
import type { Hardware, WorkloadFacts } from '../contract/catalogue.ts';
import type { Cell } from '../contract/cell.ts';
import type { DeviceKind, DType, Metric } from '../contract/words.ts';
import { copiedBytes, flopsPerItem } from './work.ts';

/**
 * Peak of the device for a dtype in TFLOP/s, or null if it is not listed: the entry of a chip has the peak of its GPU only,
 * and no entry has a peak for quantized weights.
 */
export function peakTflops(hardware: Hardware | null, kind: DeviceKind, dtype: DType) {
  if (hardware === null || dtype === 'quantized' || (kind === 'cpu' && hardware.kind !== 'cpu')) return null;
  if (dtype === 'float32') return hardware.fp32Tflops;
  return dtype === 'tf32' ? hardware.tf32Tflops : hardware.fp16Tflops;
}

/**
 * A value as samples per second; null for operations, and for training to a target, whose time includes evaluations.
 * `heldOut` is the share of the training set that an epoch leaves out.
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
    case 'gigabytesPerSecond':
    case 'secondsToTarget':
    case 'tokensPerSecond':
      return null;
  }
}

/**
 * A value as TFLOP/s by the direct algorithm; null if the operations or the samples are unknown. For a language model only
 * a bound on the operations is known (`promptTflops`), which cannot be used as a share of a peak.
 */
export function achievedTflops(
  facts: WorkloadFacts,
  cell: Cell,
  value: number,
  perSecond: number | null,
): number | null {
  if (copiedBytes(cell) !== null) return null;
  if (cell.mode === 'op') return value;
  const flops = flopsPerItem(facts, cell);
  return flops === null || perSecond === null ? null : (flops * perSecond) / 1e12;
}

/**
 * A value as seconds per item (a sample, a product, a sequence, a token); null if unknown, and for training to a target,
 * whose time includes evaluations.
 */
export function secondsPerItem(
  facts: Pick<WorkloadFacts, 'macs' | 'sequenceLength' | 'trainingSamples'>,
  cell: Pick<Cell, 'workload' | 'mode' | 'size' | 'sequenceLength'>,
  metric: Metric,
  value: number,
): number | null {
  if (metric === 'tokensPerSecond') return 1 / value;
  const perSecond = samplesPerSecond(facts, metric, value);
  if (perSecond !== null) return 1 / perSecond;
  const bytes = metric === 'gigabytesPerSecond' ? copiedBytes(cell) : null;
  if (bytes !== null) return bytes / (value * 1e9);
  const flops = metric === 'tflops' ? flopsPerItem(facts, cell) : null;
  return flops === null ? null : flops / (value * 1e12);
}
