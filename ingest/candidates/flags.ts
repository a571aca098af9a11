/** @file What is odd about a measured run, said on its row. */

import type { Flag } from '../../data/contract/leaderboard.ts';
import { NOTABLE_DRIFT } from '../../data/derive/derived.ts';
import type { SubmissionFile } from '../values/file.ts';
import type { Measurement } from '../values/measurement.ts';

/**
 * Below this many single inferences nothing sure can be said of their 90th percentile: at 99 % confidence and one slow
 * inference among them MLPerf wants 64 (inference_rules.adoc, early stopping).
 */
const MIN_LATENCY_SAMPLES = 64;

function samplesOf({ outcome }: Measurement): number {
  return outcome.repetitions.reduce((sum, { samplesNs }) => sum + samplesNs.length, 0);
}

function driftText(drift: number): string {
  const percent = Math.round(Math.abs(drift) * 100);
  return `The last repetition was ${percent} % ${drift > 0 ? 'slower' : 'faster'} than the first.`;
}

/** Flags of a measured cell, in a fixed order. */
export function flagsOf({ submission }: SubmissionFile, measurement: Measurement): Flag[] {
  const { cell, outcome, hardware, metric } = measurement;
  const drift = measurement.drift ?? 0;
  const { conditions, runner, preset } = submission;
  const { repetitions } = outcome;
  const unsteady = repetitions.some((repetition) => !repetition.steady);
  const runs = repetitions.flatMap(({ convergence }) => convergence ?? []);
  const missed = runs.filter(({ reached }) => !reached).length;
  const told: [boolean, string, string][] = [
    [
      cell.device.software,
      'software-adapter',
      'This GPU is emulated on the CPU; its figures say nothing about any GPU.',
    ],
    [
      runner.origin === 'browser',
      'quick-test',
      'Measured in a browser tab, for seconds, on whatever GPU the browser shows.',
    ],
    [preset === 'smoke', 'smoke', 'A smoke run checks that things work; its samples are too few to compare.'],
    [
      repetitions.length === 1 && preset !== 'smoke',
      'single-run',
      'One repetition only: how much runs differ is not known.',
    ],
    [
      runs.some(({ dataSource }) => dataSource === 'generated'),
      'generated-data',
      'Trained on generated samples of the same shapes: its seconds say nothing about the real data set.',
    ],
    [
      missed > 0,
      'missed-target',
      `${missed} of ${runs.length} runs did not reach the target and do not count.`,
    ],
    [
      metric === 'latencyMs' && samplesOf(measurement) < MIN_LATENCY_SAMPLES,
      'few-latency-samples',
      `${samplesOf(measurement)} single inferences are too few for a 90th percentile; ${MIN_LATENCY_SAMPLES} are the least.`,
    ],
    [
      metric === 'latencyMs' && repetitions.some(({ itemsPerSample }) => itemsPerSample > 1),
      'averaged-latency',
      'Each sample is the mean of several inferences, and the 90th percentile that of these means.',
    ],
    [
      outcome.check.kind === 'none',
      'unchecked',
      `What was computed is not known to be right: ${outcome.check.kind === 'none' ? outcome.check.why : ''}.`,
    ],
    [unsteady, 'not-steady', 'The warm-up had not settled when timing began.'],
    [Math.abs(drift) > NOTABLE_DRIFT, 'drift', driftText(drift)],
    [
      outcome.extrapolated !== null,
      'extrapolated',
      'Not a whole epoch was timed: the median step times the steps of an epoch.',
    ],
    [conditions.throttled === true, 'throttled', 'The machine ran slower at the end than at the start.'],
    [conditions.powerSource === 'battery', 'on-battery', 'Measured on battery power.'],
    [conditions.lowPowerMode === true, 'low-power-mode', 'Measured in low-power mode.'],
    [
      conditions.virtualisation !== null && conditions.virtualisation !== 'none',
      'virtualised',
      `Measured inside ${conditions.virtualisation}: neighbours and limits may slow it.`,
    ],
    [
      (outcome.power?.lost ?? null) !== null,
      'power-lost',
      `The power counter stopped before the end: ${outcome.power?.lost}`,
    ],
    [runner.dirty === true, 'modified-runner', 'The runner had changes that are in no commit.'],
    [submission.interrupted, 'interrupted', 'The run was stopped before its plan was done.'],
    [
      submission.resumedAt.length > 0,
      'resumed',
      'The run was interrupted and taken up again: its cells were not measured in one go.',
    ],
    [
      hardware === null && !cell.device.software,
      'unknown-hardware',
      `No single entry of the catalogue answers to "${cell.device.name}", so its peak is not known.`,
    ],
  ];
  return told.filter(([applies]) => applies).map(([, id, text]) => ({ id, text }));
}
