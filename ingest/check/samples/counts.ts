/** @file P21: an extrapolated epoch says on how many steps it is based. */
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** The fewest timed steps of any repetition; a sample may cover several. */
const fewestSteps = ({ cell, outcome }: Measurement): number =>
  Math.min(
    ...outcome.repetitions.map(
      ({ samplesNs, samplesThinned, itemsPerSample }) =>
        (samplesNs.length + samplesThinned) * (itemsPerSample / cell.batchSize!),
    ),
  );

export const counts: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    if (cell.mode !== 'train' || cell.batchSize === null || outcome.extrapolated === null) return [];
    const { stepsTimed } = outcome.extrapolated;
    const fewest = fewestSteps(measurement);
    if (stepsTimed === fewest) return [];
    const text = `the samples cover ${fewest} steps, but stepsTimed is ${stepsTimed}`;
    return [{ check: 'p21-counts', severity: 'quarantine', measurement, text }];
  });
};
