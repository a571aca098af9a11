/** @file What a value stands for: steps, samples per second, operations per second, the peak they are a share of. */
import type { Hardware, WorkloadFacts } from '../data/contract/catalogue.ts';
import type { Cell } from '../data/contract/cell.ts';
import type { DeviceKind, DType } from '../data/contract/words.ts';

/** Steps of one epoch: the last, smaller batch counts as one. */
export function stepsPerEpoch(trainingSamples: number, itemsPerSample: number): number {
  return Math.ceil(trainingSamples / itemsPerSample);
}

/**
 * Operations of one sample: twice its multiply-accumulates forward, and three times that to train, as the gradients by
 * the inputs and by the weights each cost another forward pass (Kaplan et al. 2020, arXiv 2001.08361, section 2.1).
 */
export function flopsPerSample(macsPerSample: number, mode: Cell['mode']): number {
  return 2 * macsPerSample * (mode === 'train' ? 3 : 1);
}

/** Peak of the device for a precision in TFLOP/s, or null: a chip's entry knows the peak of its GPU only. */
export function peakTflops(hardware: Hardware | null, kind: DeviceKind, dtype: DType) {
  if (hardware === null || (kind === 'cpu' && hardware.kind !== 'cpu')) return null;
  return dtype === 'float32' ? hardware.fp32Tflops : hardware.fp16Tflops;
}

/** Training or inference samples per second of a whole epoch; null where the metric is another. */
export function samplesPerSecond(
  facts: WorkloadFacts,
  secondsPerEpoch: number,
  heldOut: number,
): number | null {
  return facts.trainingSamples === null ? null : (facts.trainingSamples * (1 - heldOut)) / secondsPerEpoch;
}

/** TFLOP/s that a value stands for, by the direct algorithm; null where the workload's operations are not known. */
export function achievedTflops(
  facts: WorkloadFacts,
  mode: Cell['mode'],
  value: number,
  perSecond: number | null,
): number | null {
  if (facts.metric === 'tflops') return value;
  if (facts.macsPerSample === null || perSecond === null) return null;
  return (flopsPerSample(facts.macsPerSample, mode) * perSecond) / 1e12;
}
