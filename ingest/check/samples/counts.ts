/** @file P21: an epoch of which not all steps were timed is an extrapolated one, and says on how many steps it is based. */
import { stepsPerEpoch } from '../../../data/derive/work.ts';
import { stepsTimedOf } from '../../values/steps.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

export const counts: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, facts, outcome } = measurement;
    if (cell.mode !== 'train' || cell.batchSize === null || facts.trainingSamples === null) return [];
    const fewest = stepsTimedOf(outcome.repetitions, cell);
    const steps = stepsPerEpoch(facts.trainingSamples, cell.batchSize);
    const told = outcome.extrapolated?.stepsTimed ?? null;
    if (told === fewest || (told === null && fewest >= steps)) return [];
    const text = `the samples cover ${fewest} of the ${steps} steps of an epoch, but stepsTimed of "extrapolated" is ${told}`;
    return [{ check: 'p21-counts', severity: 'quarantine', measurement, text }];
  });
};
