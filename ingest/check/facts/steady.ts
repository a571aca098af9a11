/** @file What a repetition calls steady is what the runner's rule gives, where its file has all that the rule reads. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { isSteady } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** llama-bench has no warm-up of its own: its timed runs show whether it was steady. */
const isTimedByBench = ({ outcome }: Measurement): boolean =>
  outcome.engineVersion.startsWith('llama-bench ');

/** What contradicts the word of a repetition; null if nothing certain does. */
function contradiction(measurement: Measurement, repetition: Repetition): string | null {
  const { steady, warmUpSteps, samplesNs, samplesThinned, runIndex } = repetition;
  if (isTimedByBench(measurement)) {
    if (warmUpSteps > 0 || samplesThinned > 0 || isSteady(samplesNs) === steady) return null;
    return `repetition ${runIndex} is called ${steady ? 'steady' : 'not steady'}, but its samples show the opposite`;
  }
  return steady && warmUpSteps < 2
    ? `repetition ${runIndex} is called steady, but a warm-up of ${warmUpSteps} steps shows nothing`
    : null;
}

/** Training to a target has no warm-up that could be unsteady. */
export const steady: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    if (cell.mode === 'converge') return [];
    const [text] = outcome.repetitions.flatMap((one) => contradiction(measurement, one) ?? []);
    return text === undefined ? [] : [{ check: 'p38-steady', severity: 'flag', measurement, text }];
  });
