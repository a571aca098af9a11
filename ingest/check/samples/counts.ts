/** @file P21: an extrapolated epoch says on how many steps it is based. */
import { stepsTimedOf } from '../../values/steps.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

export const counts: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    if (cell.mode !== 'train' || cell.batchSize === null || outcome.extrapolated === null) return [];
    const { stepsTimed } = outcome.extrapolated;
    const fewest = stepsTimedOf(outcome.repetitions, cell);
    if (stepsTimed === fewest) return [];
    const text = `the samples cover ${fewest} steps, but stepsTimed is ${stepsTimed}`;
    return [{ check: 'p21-counts', severity: 'quarantine', measurement, text }];
  });
};
