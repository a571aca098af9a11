/** @file P13: values of one machine fit together: a forward pass is less work than a training step, care is not slower. */
import { timesFaster } from '../../data/contract/stats.ts';
import { metrics } from '../../data/contract/words.ts';
import type { Measurement } from '../measurement.ts';
import type { Check, Finding } from './check.ts';

/** Naive this many times faster than optimized is more than an optimisation that does not help here. */
const NAIVE_FASTER = 2;

const sameNet = ({ cell: { workload, engine, device, dtype, sequenceLength } }: Measurement) =>
  JSON.stringify([workload, engine, device, dtype, sequenceLength]);

/** Training that is faster a sample than inference of a batch at least as large: inference does a third of its operations. */
function slowInference(measurements: readonly Measurement[]): Finding[] {
  return measurements.flatMap((training): Finding[] => {
    const { cell, samplesPerSecond } = training;
    if (cell.mode !== 'train') return [];
    const inferences = measurements.filter(
      (one) =>
        one.cell.mode === 'infer' &&
        one.cell.recipe === cell.recipe &&
        one.cell.batchSize! >= cell.batchSize! &&
        sameNet(one) === sameNet(training),
    );
    return inferences
      .filter((one) => one.samplesPerSecond! < samplesPerSecond!)
      .map((measurement) => ({
        check: 'p13-slow-inference',
        verdict: 'flag',
        measurement,
        text: `${measurement.samplesPerSecond!.toPrecision(3)} samples/s are fewer than the ${samplesPerSecond!.toPrecision(3)} samples/s of training, which does three times the work`,
      }));
  });
}

/** The batch is the recipe's choice in training only. */
function sameWork({ cell, metric }: Measurement): string {
  const batch = cell.mode === 'infer' ? cell.batchSize : null;
  return JSON.stringify([{ ...cell, recipe: null, batchSize: batch }, metric]);
}

function slowOptimized(measurements: readonly Measurement[]): Finding[] {
  const naive = measurements.filter(({ cell }) => cell.recipe === 'naive');
  const optimized = measurements.filter(({ cell }) => cell.recipe === 'optimized');
  return optimized.flatMap((measurement): Finding[] => {
    const twin = naive.find((one) => sameWork(one) === sameWork(measurement));
    if (twin === undefined) return [];
    const { higherIsBetter } = metrics[measurement.metric];
    const times = timesFaster(higherIsBetter, twin.value, measurement.value);
    if (times <= NAIVE_FASTER) return [];
    const text = `the naive recipe is ${times.toPrecision(3)} times as fast on the same machine`;
    return [{ check: 'p13-slow-optimized', verdict: 'flag', measurement, text }];
  });
}

export const consistency: Check = ({ measurements }) => [
  ...slowInference(measurements),
  ...slowOptimized(measurements),
];
