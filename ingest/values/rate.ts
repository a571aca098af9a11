/** @file The arithmetic behind a measurement, for every mode that has one. */
import { median } from '../../data/derive/stats.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import { epochItemNs } from './epochs.ts';
import type { Measurement } from './measurement.ts';

/** Nanoseconds of one training sample of a training to a target, without its evaluations; null for other modes. */
export function trainingItemNs({ outcome }: Measurement): number | null {
  const perItem = outcome.repetitions.flatMap(epochItemNs);
  return perItem.length === 0 ? null : median(perItem);
}

/** TFLOP/s by the direct algorithm; for training to a target those of its epochs. Null if the operations are unknown. */
export function rateOf(measurement: Measurement): number | null {
  const nsPerItem = trainingItemNs(measurement);
  if (nsPerItem === null) return measurement.achievedTflops;
  const flops = flopsPerItem(measurement.facts, measurement.cell);
  return flops === null ? null : flops / nsPerItem / 1000;
}
