/** @file P50: an epoch of training to a target takes as long as its steps do elsewhere in the same file. */
import { netKey } from '../../../data/derive/cells/shared.ts';
import { median } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import { trainingItemNs } from '../../values/rate.ts';
import { slowedBy } from '../../values/slowed.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * The steps of an epoch also fetch their samples, those of the timed loop have the same ones on the device. So an epoch is
 * slower, unless the loop was disturbed or the clock of the device had not risen yet.
 */
const FLAG_ABOVE = 1.3;
/** Above this factor the two values cannot be of the same net and device. */
const HOLD_ABOVE = 3;

/** Nanoseconds of one sample of a training step, as fast as the host may have let it. 0 if nothing is known. */
function leastItemNs(step: Measurement): number {
  const perItem = step.outcome.repetitions.map(
    ({ samplesNs, itemsPerSample }) => median(samplesNs) / itemsPerSample,
  );
  return median(perItem) / slowedBy(step);
}

const sameTraining = ({ cell }: Measurement): string => `${netKey(cell)} ${cell.recipe} ${cell.batchSize}`;

export const epochTime: Check = ({ measurements }) => {
  const steps = new Map(
    measurements.filter(({ cell }) => cell.mode === 'train').map((one) => [sameTraining(one), one]),
  );
  return measurements.flatMap((measurement): CheckFinding[] => {
    const itemNs = trainingItemNs(measurement);
    const step = steps.get(sameTraining(measurement));
    if (itemNs === null || step === undefined) return [];
    const times = leastItemNs(step) / itemNs;
    if (times <= FLAG_ABOVE) return [];
    const severity = times > HOLD_ABOVE ? 'quarantine' : 'flag';
    const text = `its epochs train ${(1e9 / itemNs).toPrecision(3)} samples/s, ${times.toPrecision(3)} times as fast as the same training step of this file`;
    return [{ check: 'p50-fast-epoch', severity, measurement, text }];
  });
};
