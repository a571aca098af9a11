/** @file From nanoseconds to what a leaderboard counts: seconds per epoch, TFLOP/s, samples per second, utilisation. */
import type { Hardware, WorkloadFacts } from '../data/contract/catalogue.ts';
import type { Cell } from '../data/contract/cell.ts';
import type { Row } from '../data/contract/leaderboard.ts';
import type { Repetition } from '../data/contract/outcome.ts';
import { median, medianInterval } from '../data/contract/stats.ts';
import type { DeviceKind, DType } from '../data/contract/words.ts';

/** Steps of one epoch: the last, smaller batch counts as one. */
export function stepsPerEpoch(trainingSamples: number, itemsPerSample: number): number {
  return Math.ceil(trainingSamples / itemsPerSample);
}

/** Floating-point operations of one product of two n x n matrices: n^3 multiply-accumulates of two operations each. */
export function matmulFlops(n: number): number {
  return 2 * n ** 3;
}

/**
 * Operations of one sample: twice its multiply-accumulates forward, and three times that to train, as the gradients by
 * the inputs and by the weights each cost another forward pass (Kaplan et al. 2020, arXiv 2001.08361, section 2.1).
 */
export function flopsPerSample(macsPerSample: number, mode: Cell['mode']): number {
  return 2 * macsPerSample * (mode === 'train' ? 3 : 1);
}

/** The value of one sample of `ns` nanoseconds, in the unit of the workload's metric. */
function toValue(facts: WorkloadFacts, cell: Cell, ns: number, itemsPerSample: number): number {
  if (facts.metric === 'tflops') return (matmulFlops(cell.size!) * itemsPerSample) / ns / 1000;
  return (ns / 1e9) * stepsPerEpoch(facts.trainingSamples!, itemsPerSample);
}

export interface Measured {
  value: number;
  ci: Row['ci'];
  n: number;
}

/**
 * Median over repetitions of the median of each repetition's samples, with the interval of the outer median.
 * Needs at least one repetition, `size` for `tflops` and `trainingSamples` for `secondsPerEpoch`.
 */
export function measuredValue(
  facts: WorkloadFacts,
  cell: Cell,
  repetitions: readonly Repetition[],
): Measured {
  const values = repetitions.map(({ samplesNs, itemsPerSample }) =>
    toValue(facts, cell, median(samplesNs), itemsPerSample),
  );
  return { value: median(values), ci: medianInterval(values), n: values.length };
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
