/** @file Flags of a measured row: what a reader should know about the run before trusting its value. */

import type { Device } from '../../data/contract/cell.ts';
import type { Flag } from '../../data/contract/leaderboard.ts';
import type { Conditions, Submission } from '../../data/contract/submission.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { fourDigits } from '../../data/derive/counted.ts';
import { cpuLimitText } from '../../data/derive/cpu-limit.ts';
import { NOTABLE_DRIFT } from '../../data/derive/derived.ts';
import type { SubmissionFile } from '../values/file.ts';
import { likelyNames } from '../values/hardware.ts';
import type { Measurement } from '../values/measurement.ts';

/**
 * Fewer single inferences do not support a 90th percentile: at 99 % confidence and with one slow inference among them,
 * MLPerf requires 64 (inference_rules.adoc, early stopping).
 */
const MIN_LATENCY_SAMPLES = 64;

const flagIf = (applies: boolean, id: string, text: string): Flag[] => (applies ? [{ id, text }] : []);

function samplesOf({ outcome }: Measurement): number {
  return outcome.repetitions.reduce((sum, { samplesNs }) => sum + samplesNs.length, 0);
}

function driftText(drift: number): string {
  const percent = Math.round(Math.abs(drift) * 100);
  return `The last repetition was ${percent} % ${drift > 0 ? 'slower' : 'faster'} than the first.`;
}

function originFlags({ runner, preset }: Submission, { cell, outcome }: Measurement): Flag[] {
  return [
    ...flagIf(
      cell.device.software,
      'software-adapter',
      'The CPU emulates this GPU; the value says nothing about any real GPU.',
    ),
    ...flagIf(
      runner.origin === 'browser',
      'quick-test',
      cell.device.kind === 'gpu'
        ? 'Measured in a browser tab for a few seconds, on the GPU that the browser selected.'
        : 'Measured in a browser tab for a few seconds.',
    ),
    ...flagIf(
      preset === 'smoke',
      'smoke',
      'A smoke run only checks that everything works; it has too few samples for a comparison.',
    ),
    ...flagIf(
      outcome.repetitions.length === 1 && preset !== 'smoke',
      'single-run',
      'Only one repetition, so the variation between runs is unknown.',
    ),
  ];
}

function trainingFlags({ outcome }: Measurement): Flag[] {
  const runs = outcome.repetitions.flatMap(({ convergence }) => convergence ?? []);
  const missed = runs.filter(({ reached }) => !reached).length;
  return [
    ...flagIf(
      runs.some(({ dataSource }) => dataSource === 'generated'),
      'generated-data',
      'Trained on generated samples of the same shapes; the time does not apply to the real data set.',
    ),
    ...flagIf(
      missed > 0,
      'missed-target',
      `${missed} of ${runs.length} runs did not reach the target and are not counted.`,
    ),
  ];
}

function latencyFlags(measurement: Measurement): Flag[] {
  if (measurement.metric !== 'latencyMs') return [];
  const samples = samplesOf(measurement);
  return [
    ...flagIf(
      samples < MIN_LATENCY_SAMPLES,
      'few-latency-samples',
      `${samples} single inferences are too few for a 90th percentile; it needs at least ${MIN_LATENCY_SAMPLES}.`,
    ),
  ];
}

function timingFlags({ outcome, drift }: Measurement): Flag[] {
  return [
    ...flagIf(
      outcome.check.kind === 'none',
      'unchecked',
      `The result was not checked: ${outcome.check.kind === 'none' ? outcome.check.why : ''}.`,
    ),
    ...flagIf(
      outcome.repetitions.some(({ steady }) => !steady),
      'not-steady',
      'The warm-up had not settled when timing began.',
    ),
    ...flagIf(Math.abs(drift ?? 0) > NOTABLE_DRIFT, 'drift', driftText(drift ?? 0)),
    ...flagIf(
      outcome.extrapolated !== null,
      'extrapolated',
      'No whole epoch was timed: the value is the median step time multiplied by the steps of an epoch.',
    ),
  ];
}

/** Limits that keep a run from using the whole machine. */
function limitFlags({ conditions, machine }: Submission): Flag[] {
  const limit = cpuLimitText(conditions, machine.cpu?.logicalCores ?? null);
  const { memoryLimitBytes } = conditions;
  return [
    ...flagIf(limit !== null, 'limited-cpu', `Measured with ${limit}, not with the whole CPU.`),
    ...flagIf(
      memoryLimitBytes !== null,
      'limited-memory',
      `Measured with a limit of ${fourDigits((memoryLimitBytes ?? 0) / 2 ** 30)} GiB of memory.`,
    ),
  ];
}

function conditionFlags({ throttled, powerSource, lowPowerMode, virtualisation }: Conditions): Flag[] {
  return [
    ...flagIf(
      throttled === true,
      'throttled',
      'The machine was slower at the end of the run than at the start.',
    ),
    ...flagIf(powerSource === 'battery', 'on-battery', 'Measured on battery power.'),
    ...flagIf(lowPowerMode === true, 'low-power-mode', 'Measured in low-power mode.'),
    ...flagIf(
      virtualisation !== null && virtualisation !== 'none',
      'virtualised',
      `Measured inside ${virtualisation}: other guests and resource limits may slow it down.`,
    ),
  ];
}

/** The name is cut, so that the text fits into its field with three names of the catalogue. */
function unknownText(device: Device): string {
  const likely = likelyNames(device);
  const guess = likely.length === 0 ? '' : ` Nearest: ${likely.join('; ')}.`;
  return `"${device.name.slice(0, 100)}" does not match exactly one catalogue entry, so its rated peak is unknown.${guess}`.slice(
    0,
    400,
  );
}

function runFlags(
  { runner, interrupted, resumedAt }: Submission,
  { cell, hardware, outcome }: Measurement,
): Flag[] {
  return [
    ...flagIf(
      (outcome.power?.lost ?? null) !== null,
      'power-lost',
      `The power counter stopped before the end: ${outcome.power?.lost}`,
    ),
    ...flagIf(runner.dirty === true, 'modified-runner', 'The runner had uncommitted changes.'),
    ...flagIf(interrupted, 'interrupted', 'The run was stopped before it was complete.'),
    ...flagIf(
      resumedAt.length > 0,
      'resumed',
      'The run was interrupted and resumed, so its cells were not all measured in one session.',
    ),
    ...(hardware === null && !cell.device.software
      ? [{ id: 'unknown-hardware', text: unknownText(cell.device) }]
      : []),
  ];
}

/** The flags that all cells of a file share: of the conditions and limits of its run. */
const sharedFlags = remembered((submission: Submission): readonly Flag[] => [
  ...conditionFlags(submission.conditions),
  ...limitFlags(submission),
]);

/** Flags of a measured cell, in a fixed order. */
export function flagsOf({ submission }: SubmissionFile, measurement: Measurement): Flag[] {
  return [
    ...originFlags(submission, measurement),
    ...trainingFlags(measurement),
    ...latencyFlags(measurement),
    ...timingFlags(measurement),
    ...sharedFlags(submission),
    ...runFlags(submission, measurement),
  ];
}
