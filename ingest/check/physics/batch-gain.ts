/** @file P6: a batch is not slower than the same samples one by one. */
import { apartFromBatch } from '../../../data/derive/cells/shared.ts';
import { slowedBy } from '../../values/slowed.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Below this share of the throughput of single samples, the two were not measured in the same state. */
const LEAST_GAIN = 0.8;

/** Only flags: a batch that no longer fits into a cache can really be slower. */
export const batchGain: Check = ({ measurements }) => {
  const inferences = measurements.filter(({ cell }) => cell.mode === 'infer');
  const single = new Map(
    inferences.filter(({ cell }) => cell.batchSize === 1).map((one) => [apartFromBatch(one.cell), one]),
  );
  return inferences.flatMap((measurement): CheckFinding[] => {
    const { cell, samplesPerSecond } = measurement;
    const oneByOne = single.get(apartFromBatch(cell))?.samplesPerSecond ?? null;
    if (oneByOne === null || samplesPerSecond! * slowedBy(measurement) >= LEAST_GAIN * oneByOne) return [];
    const text = `batch ${cell.batchSize} reaches ${samplesPerSecond!.toPrecision(3)} samples/s, less than the ${oneByOne.toPrecision(3)} samples/s of single samples`;
    return [{ check: 'p6-batch-slower', severity: 'flag', measurement, text }];
  });
};
