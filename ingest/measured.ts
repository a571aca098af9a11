/** @file Submissions as entries and gaps: medians of the raw samples, and what was odd about the run as flags. */
import { findWorkload } from '../data/catalogue/index.ts';
import type { Hardware, WorkloadFacts } from '../data/contract/catalogue.ts';
import type { Cell } from '../data/contract/cell.ts';
import { machineSlug } from '../data/contract/file-name.ts';
import type { Flag, Gap, Row } from '../data/contract/leaderboard.ts';
import type { Ok } from '../data/contract/outcome.ts';
import type { Problem } from '../data/contract/problem.ts';
import type { Submission } from '../data/contract/submission.ts';
import { summarise } from '../data/contract/summary.ts';
import { metrics } from '../data/contract/words.ts';
import { comparisonKey, type Entry, entryId, SOFTWARE_ADAPTER } from './entry.ts';
import { hardwareOf } from './hardware.ts';
import { achievedTflops, peakTflops, samplesPerSecond } from './value.ts';

/** A submission that was read. */
export interface SubmissionFile {
  /** Path in the repository, which rows name as their source. */
  path: string;
  /** Path as the reader typed it, which problems name. */
  shown: string;
  submission: Submission;
}

/** A measured cell with what its value stands for. */
export interface Measurement {
  /** Position in `results`. */
  index: number;
  cell: Cell;
  outcome: Ok;
  facts: WorkloadFacts;
  hardware: Hardware | null;
  value: number;
  ci: Row['ci'];
  n: number;
  samplesPerSecond: number | null;
  achievedTflops: number | null;
}

/** Every measured cell of a file; a workload that the catalogue does not describe, or a cell that misses its size, is a problem. */
export function measurementsOf(file: SubmissionFile): { measurements: Measurement[]; problems: Problem[] } {
  const measurements: Measurement[] = [];
  const problems: Problem[] = [];
  for (const [index, { cell, outcome }] of file.submission.results.entries()) {
    if (outcome.status !== 'ok') continue;
    const facts = findWorkload(cell.workload);
    const add = (field: string, message: string) => {
      problems.push({ path: file.shown, field: `results.${index}.cell.${field}`, message });
    };
    if (facts === null) {
      add('workload', `is "${cell.workload}", which has no value here yet; update Trainmark`);
    } else if (!facts.modes.includes(cell.mode)) {
      add('mode', `is "${cell.mode}", which ${facts.id} has not; use ${facts.modes.join(' or ')}`);
    } else if (facts.metric === 'tflops' && cell.size === null) {
      add('size', 'is null; a matrix product needs its size');
    } else if (facts.metric === 'secondsPerEpoch' && cell.batchSize === null) {
      add('batchSize', 'is null; an epoch is counted in batches, so name their size');
    } else {
      const measured = summarise(cell, outcome, facts.metric, facts.trainingSamples);
      const perSecond =
        facts.metric === 'secondsPerEpoch' ? samplesPerSecond(facts, measured.value, 0) : null;
      measurements.push({
        index,
        cell,
        outcome,
        facts,
        hardware: hardwareOf(cell.device, file.submission.machine),
        ...measured,
        samplesPerSecond: perSecond,
        achievedTflops: achievedTflops(facts, cell.mode, measured.value, perSecond),
      });
    }
  }
  return { measurements, problems };
}

function flagsOf({ submission }: SubmissionFile, { cell, outcome, hardware, n }: Measurement): Flag[] {
  const { conditions, runner, preset } = submission;
  const unsteady = outcome.repetitions.some((repetition) => !repetition.steady);
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
    [n === 1 && preset !== 'smoke', 'single-run', 'One repetition only: how much runs differ is not known.'],
    [unsteady, 'not-steady', 'The warm-up had not settled when timing began.'],
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
    [runner.dirty === true, 'modified-runner', 'The runner had changes that are in no commit.'],
    [submission.interrupted, 'interrupted', 'The run was stopped before its plan was done.'],
    [
      hardware === null && !cell.device.software,
      'unknown-hardware',
      `No single entry of the catalogue answers to "${cell.device.name}", so its peak is not known.`,
    ],
  ];
  return told.filter(([applies]) => applies).map(([, id, text]) => ({ id, text }));
}

/** Why a measured value is shown without a rank, or null. */
function unrankedReason(submission: Submission, cell: Cell): string | null {
  if (cell.device.software) return SOFTWARE_ADAPTER;
  if (submission.runner.origin === 'browser') return 'Quick tests are not ranked.';
  if (submission.preset === 'smoke') return 'Smoke runs are not ranked.';
  return null;
}

function sourceOf({ path, submission }: SubmissionFile): Row['sources'][number] {
  return { path, url: null, title: `Submission of ${submission.startedAt.slice(0, 10)}` };
}

function machineOf({ machine }: Submission): Row['machine'] {
  const parts = [machine.cpu?.name, ...machine.gpus.map((gpu) => gpu.name)];
  const names = [...new Set(parts.filter((name) => name !== undefined))];
  const name = [...names.join(' · ')].slice(0, 140).join('');
  return { id: machineSlug(machine), name: name || 'Unknown machine' };
}

/** One measured cell as an entry. `withheld` and the flags of the checks come from `check/`. */
export function toEntry(
  file: SubmissionFile,
  measurement: Measurement,
  checks: { flags: readonly Flag[]; withheld: string | null },
): Entry {
  const { submission } = file;
  const { cell, facts, hardware, outcome } = measurement;
  const machine = machineOf(submission);
  const peak = peakTflops(hardware, cell.device.kind, cell.dtype);
  const { name, version } = submission.machine.os;
  return {
    row: {
      id: entryId(machine.id, cell, []),
      machine,
      hardware: hardware?.id ?? null,
      ...cell,
      metric: facts.metric,
      unit: metrics[facts.metric].unit,
      value: measurement.value,
      ci: measurement.ci,
      n: measurement.n,
      utilization:
        peak === null || measurement.achievedTflops === null ? null : measurement.achievedTflops / peak.value,
      comparisonKey: comparisonKey(`suite-${submission.suiteVersion}`, cell, facts.metric, []),
      flags: [...flagsOf(file, measurement), ...checks.flags],
      trust: 'self-reported',
      provenance: submission.runner.origin === 'browser' ? 'quick-test' : 'measured',
      preset: submission.preset,
      software: `${cell.engine} ${outcome.engineVersion}`,
      os: version === null ? name : `${name} ${version}`,
      stepMs: null,
      accuracy: null,
      samplesPerSecond: measurement.samplesPerSecond,
      date: submission.startedAt.slice(0, 10),
      sources: [sourceOf(file)],
    },
    hardware,
    variant: [],
    unranked: unrankedReason(submission, cell),
    withheld: checks.withheld,
  };
}

/** Cells of a file that were attempted or asked for and have no value. */
export function gapsOf(file: SubmissionFile): Gap[] {
  const machine = machineOf(file.submission);
  return file.submission.results.flatMap(({ cell, outcome }) => {
    if (outcome.status === 'ok') return [];
    const { status, reason } = outcome;
    return [
      {
        id: entryId(machine.id, cell, []),
        machine,
        hardware: hardwareOf(cell.device, file.submission.machine)?.id ?? null,
        ...cell,
        status,
        reason,
        date: file.submission.startedAt.slice(0, 10),
        sources: [sourceOf(file)],
      },
    ];
  });
}
