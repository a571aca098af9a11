/** @file P13: values of one machine are consistent: inference is faster than training, optimized than naive, half than float32. */

import type { Cell } from '../../../data/contract/cell.ts';
import { metrics } from '../../../data/contract/metric.ts';
import { netKey, remembered } from '../../../data/derive/cells/shared.ts';
import { peakTflops } from '../../../data/derive/rate.ts';
import { timesFaster } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import { slowedBy } from '../../values/slowed.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Up to this factor a faster naive recipe just means that the optimization does not help on this machine. */
const NAIVE_FASTER = 2;

/** Flags inference that is slower per sample than training with a batch no larger: it does a third of the operations. */
function slowInference(measurements: readonly Measurement[]): CheckFinding[] {
  return measurements.flatMap((training): CheckFinding[] => {
    const { cell, samplesPerSecond } = training;
    if (cell.mode !== 'train') return [];
    const net = netKey(cell);
    const inferences = measurements.filter(
      (one) =>
        one.cell.mode === 'infer' &&
        one.cell.recipe === cell.recipe &&
        one.cell.batchSize! >= cell.batchSize! &&
        netKey(one.cell) === net,
    );
    return inferences
      .filter((one) => one.samplesPerSecond! * slowedBy(one) < samplesPerSecond!)
      .map((measurement) => ({
        check: 'p13-slow-inference',
        severity: 'flag',
        measurement,
        text: `${measurement.samplesPerSecond!.toPrecision(3)} samples/s is less than the ${samplesPerSecond!.toPrecision(3)} samples/s of training, which does three times the work`,
      }));
  });
}

/** Key of the work apart from the recipe. Only in training does the recipe choose the batch, so only there it may differ. */
const sameWork = ({ cell, metric }: Measurement): string => `${apartFromRecipeAndItsBatch(cell)} ${metric}`;

const apartFromRecipeAndItsBatch = remembered((cell: Cell) => {
  const batch = cell.mode === 'infer' ? cell.batchSize : null;
  return JSON.stringify({ ...cell, recipe: null, batchSize: batch });
});

const apartFromDtype = remembered((cell: Cell) => JSON.stringify({ ...cell, dtype: null }));

function slowOptimized(measurements: readonly Measurement[]): CheckFinding[] {
  const naive = Map.groupBy(
    measurements.filter(({ cell }) => cell.recipe === 'naive'),
    sameWork,
  );
  const optimized = measurements.filter(({ cell }) => cell.recipe === 'optimized');
  return optimized.flatMap((measurement): CheckFinding[] => {
    const twin = naive.get(sameWork(measurement))?.[0];
    if (twin === undefined) return [];
    const { higherIsBetter } = metrics[measurement.metric];
    const times = timesFaster(higherIsBetter, twin.value, measurement.value);
    if (times <= NAIVE_FASTER * slowedBy(measurement)) return [];
    const text = `the naive recipe is ${times.toPrecision(3)} times as fast on the same machine`;
    return [{ check: 'p13-slow-optimized', severity: 'flag', measurement, text }];
  });
}

/** How far a ratio of two precisions may lie from the expected one: from half of it to twice. */
const BAND = 2;

/** Flags half precision that is slower than float32, or faster by more than the peaks of the device explain, if known. */
function oddHalf(measurements: readonly Measurement[]): CheckFinding[] {
  const keyOf = ({ cell, metric }: Measurement) => `${apartFromDtype(cell)} ${metric}`;
  const whole = new Map(
    measurements.filter(({ cell }) => cell.dtype === 'float32').map((one) => [keyOf(one), one]),
  );
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, hardware, metric, value } = measurement;
    const half = cell.dtype === 'float16' || cell.dtype === 'bfloat16';
    const twin = half ? whole.get(keyOf(measurement)) : undefined;
    if (twin === undefined) return [];
    const times = timesFaster(metrics[metric].higherIsBetter, value, twin.value);
    const flag = (check: string, text: string): CheckFinding[] => [
      { check, severity: 'flag', measurement, text },
    ];
    if (times * slowedBy(measurement) < 1 / BAND) {
      return flag(
        'p13-slow-half',
        `float32 is ${(1 / times).toPrecision(3)} times as fast on the same machine`,
      );
    }
    const peaks = [cell.dtype, 'float32' as const].map((dtype) =>
      peakTflops(hardware, cell.device.kind, dtype),
    );
    const [gain, base] = peaks.map((peak) => peak?.value ?? null);
    if (!gain || !base || times <= BAND * slowedBy(twin) * Math.max(1, gain / base)) return [];
    return flag(
      'p13-fast-half',
      `${times.toPrecision(3)} times as fast as float32, but the peaks of ${hardware!.name} differ only by a factor of ${(gain / base).toPrecision(3)}`,
    );
  });
}

export const consistency: Check = ({ measurements }) => [
  ...slowInference(measurements),
  ...slowOptimized(measurements),
  ...oddHalf(measurements),
];
