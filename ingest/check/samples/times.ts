/** @file P14: a run ends after its start, not in the future, starts after Trainmark existed, and covers its samples. */
import { sumOf } from '../../../data/derive/stats.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

const DAY_MS = 86_400_000;

/** The month of the first runner; an earlier time means a wrong clock. */
const FIRST_RUNNER = Date.parse('2026-11-01');

/** Samples that are left out of a file take at least this share of the time of those that are in it. */
const LEFT_OUT = 0.5;

/** Maximum ratio between the monotonic and the wall clock of a machine: the wall clock may be adjusted during a run. */
const CLOCK_TOLERANCE = 1.01;

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
    for (const { startUpNs, coldStartNs, samplesNs, samplesThinned } of outcome.repetitions) {
      const sampledNs = sumOf(samplesNs);
      const leftOutNs = (LEFT_OUT * samplesThinned * sampledNs) / samplesNs.length;
      timedNs += (startUpNs ?? 0) + coldStartNs + sampledNs + leftOutNs;
    }
  if (end >= start && timedNs / 1e6 > (end - start) * CLOCK_TOLERANCE) {
    reject(
      `the repetitions took ${(timedNs / 1e9).toFixed(1)} s, but the run only ${((end - start) / 1000).toFixed(1)} s; ${remedy}`,
    );
  }
  return findings;
};
