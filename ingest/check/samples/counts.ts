/** @file P21: the numbers of samples, steps and items of a repetition agree with each other and with how the runner takes samples. */
import type { Repetition } from '../../../data/contract/outcome.ts';
import { median } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';

/**
 * Several passes are timed as one sample only until it takes 50 ms (`SAMPLE_MS` of the runner's tasks). The pass before,
 * from which their number follows, may be several times faster than a settled one.
 */
const LONGEST_JOINED_MS = 250;

type Doubt = [Severity, string];

/** Passes behind one sample; for an operation without a batch each item is one. */
const passesOf = ({ itemsPerSample }: Repetition, batch: number): number => itemsPerSample / batch;

/** Forward passes and naive recipes are timed one by one; other work only as long as a sample is short. */
function joined({ cell, outcome }: Measurement): Doubt[] {
  const alone = cell.mode === 'infer' || cell.recipe === 'naive';
  return outcome.repetitions.flatMap((repetition): Doubt[] => {
    const { itemsPerSample, samplesNs } = repetition;
    const passes = passesOf(repetition, cell.batchSize ?? 1);
    if (passes <= 1) return [];
    if (alone) {
      const what = cell.mode === 'infer' ? 'a forward pass' : 'a step of the naive recipe';
      return [['quarantine', `one sample covers ${itemsPerSample} items, but ${what} is timed alone`]];
    }
    const ms = median(samplesNs) / 1e6;
    if (ms <= LONGEST_JOINED_MS) return [];
    return [
      [
        'flag',
        `one sample joins ${passes} passes and takes ${ms.toPrecision(3)} ms; the runner joins them up to 50 ms`,
      ],
    ];
  });
}

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
      const [doubt] = [...stepsTimed(measurement), ...joined(measurement)];
      if (doubt === undefined) return [];
      const [severity, text] = doubt;
      const finding: CheckFinding = { check: 'p21-counts', severity, measurement, text };
      return [finding];
    });
};
