/** @file P14: a run ends after its start, not in the future, starts after Trainmark existed, and covers its samples. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { ascending, sumOf } from '../../../data/derive/stats.ts';
import { LEAST_OF_FASTEST } from '../../values/loop.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const DAY_MS = 86_400_000;

/** The month of the first runner; an earlier time means a wrong clock. */
const FIRST_RUNNER = Date.parse('2026-11-01');

/** Maximum ratio between the monotonic and the wall clock of a machine: the wall clock may be adjusted during a run. */
const CLOCK_TOLERANCE = 1.01;

/**
 * What a repetition took at least, with all that it says it did.
 * @param warmsUpCold Whether the cold start has the warm-up, as with llama-bench, for which older runners told a step besides.
 */
function leastNs(repetition: Repetition, warmsUpCold: boolean): number {
  const { startUpNs, coldStartNs, samplesNs, samplesThinned, warmUpSteps, warmUpNs, elapsedNs } = repetition;
  const untold = LEAST_OF_FASTEST * ascending(samplesNs)[0]!;
  const kept = sumOf(samplesNs) + (elapsedNs === undefined ? samplesThinned * untold : 0);
  return (
    (startUpNs ?? 0) +
    coldStartNs +
    (warmsUpCold ? 0 : (warmUpNs ?? warmUpSteps * untold)) +
    Math.max(elapsedNs ?? 0, kept)
  );
}

const remedy = 'set the clock of the machine and measure again';

export const times: Check = ({ file, measurements }, { nowMs }) => {
  const { startedAt, finishedAt, resumedAt } = file.submission;
  const [start, end] = [Date.parse(startedAt), Date.parse(finishedAt)];
  const findings: CheckFinding[] = [];
  const reject = (text: string) => {
    findings.push({ check: 'p14-times', severity: 'reject', measurement: null, text });
  };
  if (end < start) reject(`finishedAt ${finishedAt} is before startedAt ${startedAt}; ${remedy}`);
  if (end > nowMs + DAY_MS) reject(`finishedAt ${finishedAt} is in the future; ${remedy}`);
  if (start < FIRST_RUNNER) reject(`startedAt ${startedAt} is before the first runner existed; ${remedy}`);
  const instants = [startedAt, ...resumedAt, finishedAt].map((instant) => Date.parse(instant));
  if (end >= start && instants.some((ms, i) => ms < (instants[i - 1] ?? ms)))
    reject(`resumedAt is not in order between startedAt and finishedAt; ${remedy}`);
  let timedNs = 0;
  for (const { outcome } of measurements)
    for (const repetition of outcome.repetitions)
      timedNs += leastNs(repetition, outcome.observed.llamaBench === true);
  if (end >= start && timedNs / 1e6 > (end - start) * CLOCK_TOLERANCE) {
    reject(
      `the repetitions took ${(timedNs / 1e9).toFixed(1)} s, but the run only ${((end - start) / 1000).toFixed(1)} s; ${remedy}`,
    );
  }
  return findings;
};
