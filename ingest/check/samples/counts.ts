/** @file P21: an extrapolated epoch says on how many steps it is based. */
import type { Repetition } from '../../../data/contract/outcome.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

type Doubt = [Severity, string];

/** Passes behind one sample; for an operation without a batch each item is one. */
const passesOf = ({ itemsPerSample }: Repetition, batch: number): number => itemsPerSample / batch;

/** The fewest timed steps of any repetition are what an extrapolated epoch says that it is based on. */
function stepsTimed({ cell, outcome }: Measurement): Doubt[] {
  const { extrapolated, repetitions } = outcome;
  if (cell.mode !== 'train' || cell.batchSize === null) return [];
  const steps = repetitions.map(
    (one) => (one.samplesNs.length + one.samplesThinned) * passesOf(one, cell.batchSize!),
  );
  const fewest = Math.min(...steps);
  if (extrapolated !== null && extrapolated.stepsTimed !== fewest)
    return [
      ['quarantine', `the samples cover ${fewest} steps, but stepsTimed is ${extrapolated.stepsTimed}`],
    ];
  return [];
}

export const counts: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  return measurements
    .filter(({ cell }) => cell.mode === 'train' || cell.mode === 'infer' || cell.mode === 'op')
    .flatMap((measurement) => {
      const [doubt] = stepsTimed(measurement);
      if (doubt === undefined) return [];
      const [severity, text] = doubt;
      const finding: CheckFinding = { check: 'p21-counts', severity, measurement, text };
      return [finding];
    });
};
