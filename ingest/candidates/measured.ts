/** @file Measured cells of a submission and what their values stand for; each becomes an entry. */
import { findWorkload } from '../../data/catalogue/index.ts';
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Flag, Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Problem } from '../../data/contract/problem.ts';
import type { Submission } from '../../data/contract/submission.ts';
import { comparisonKey } from '../../data/derive/comparison-key.ts';
import { machineSlug } from '../../data/derive/file-name.ts';
import { measuredOf } from '../../data/derive/measured.ts';
import { peakTflops } from '../../data/derive/rate.ts';
import { forwardMacs } from '../../data/derive/work.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareOf } from '../values/hardware.ts';
import type { Measurement } from '../values/measurement.ts';
import { type Candidate, candidateId, SOFTWARE_ADAPTER } from './candidate.ts';
import { detailsOf } from './details.ts';
import { flagsOf } from './flags.ts';

/** What the checks have to say of a measurement. */
export interface CheckedFacts {
  flags: readonly Flag[];
  withheld: string | null;
}

/** What a cell says of its language model must be what its mode needs: all of it, or nothing. */
function lackingModel({ mode, dtype, languageModel, sequenceLength }: Cell): [string, string] | null {
  if (mode !== 'prompt' && mode !== 'generate') {
    if (languageModel !== null)
      return ['cell.languageModel', `is given, but mode "${mode}" runs none; write null`];
    return dtype === 'quantized' ? ['cell.dtype', 'is "quantized", which only language models are'] : null;
  }
  if (languageModel === null) return ['cell.languageModel', 'is null; tokens per second depend on the model'];
  return sequenceLength === null
    ? ['cell.sequenceLength', 'is null; name the tokens of the prompt or of the generation']
    : null;
}

/** The field of a cell that its value cannot do without, and why; null where all are there. */
function lacking(facts: WorkloadFacts, cell: Cell, { repetitions }: Ok): [string, string] | null {
  if (!facts.modes.includes(cell.mode)) {
    return ['cell.mode', `is "${cell.mode}", which ${facts.id} has not; use ${facts.modes.join(' or ')}`];
  }
  const model = lackingModel(cell);
  if (model !== null) return model;
  if (cell.mode === 'op' && !forwardMacs(facts, cell)) {
    return facts.macs === null
      ? ['cell.size', 'is null; a matrix product needs its size']
      : ['cell.sequenceLength', 'is null; the operations depend on the length, so name it'];
  }
  if (cell.mode === 'train' && facts.trainingSamples === null) {
    return ['cell.mode', `is "train", but ${facts.id} has no data set whose epochs could be counted`];
  }
  if (cell.mode === 'train' && cell.batchSize === null) {
    return ['cell.batchSize', 'is null; an epoch is counted in batches, so name their size'];
  }
  if (cell.mode === 'infer' && cell.batchSize === null) {
    return ['cell.batchSize', 'is null; latency and throughput depend on the batch, so name its size'];
  }
  if (cell.mode !== 'converge') return null;
  if (repetitions.some(({ convergence }) => convergence === null)) {
    return ['outcome.repetitions', 'miss how training went; write "convergence" for each'];
  }
  return repetitions.some(({ convergence }) => convergence?.reached)
    ? null
    : ['outcome.status', 'is "ok", but no repetition reached the target; write "failed" with the reason'];
}

/** Every measured cell of a file; a workload that the catalogue does not describe, or a cell that lacks what its value needs, is a problem. */
export function measurementsOf(file: SubmissionFile): { measurements: Measurement[]; problems: Problem[] } {
  const measurements: Measurement[] = [];
  const problems: Problem[] = [];
  for (const [index, { cell, outcome }] of file.submission.results.entries()) {
    if (outcome.status !== 'ok') continue;
    const add = (field: string, message: string) => {
      problems.push({ path: file.shown, field: `results.${index}.${field}`, message });
    };
    const facts = findWorkload(cell.workload);
    if (facts === null) {
      add('cell.workload', `is "${cell.workload}", which has no value here yet; update Trainmark`);
      continue;
    }
    const missing = lacking(facts, cell, outcome);
    if (missing !== null) {
      add(...missing);
      continue;
    }
    measurements.push({
      index,
      cell,
      outcome,
      facts,
      hardware: hardwareOf(cell.device, file.submission.machine),
      ...measuredOf(cell, outcome, facts),
    });
  }
  return { measurements, problems };
}

/** Why a measured value is shown without a rank, or null. */
function unrankedReason(submission: Submission, cell: Cell): string | null {
  if (cell.device.software) return SOFTWARE_ADAPTER;
  if (submission.runner.origin === 'browser') return 'Quick tests are not ranked.';
  if (submission.preset === 'smoke') return 'Smoke runs are not ranked.';
  return null;
}

/** What makes training to a target another task than the workload's own: its data or its target. */
function variantOf({ outcome, facts }: Measurement): string[] {
  const [first] = outcome.repetitions.flatMap(({ convergence }) => convergence ?? []);
  if (first === undefined) return [];
  return [
    ...(first.dataSource === 'generated' ? ['generated data'] : []),
    ...(first.target === facts.targetAccuracy ? [] : [`target ${first.target}`]),
  ];
}

export function sourceOf({ path, submission }: SubmissionFile): Row['sources'][number] {
  return { path, url: null, title: `Submission of ${submission.startedAt.slice(0, 10)}` };
}

export function machineOf({ machine }: Submission): Row['machine'] {
  const parts = [machine.cpu?.name, ...machine.gpus.map((gpu) => gpu.name)];
  const names = [...new Set(parts.filter((name) => name !== undefined))];
  const name = [...names.join(' · ')].slice(0, 140).join('');
  return { id: machineSlug(machine), name: name || 'Unknown machine' };
}

/** One measured cell as an entry. `withheld` and the flags of the checks come from `check/`. */
export function toCandidate(
  file: SubmissionFile,
  measurement: Measurement,
  checked: CheckedFacts,
): Candidate {
  const { submission } = file;
  const { cell, hardware, metric, outcome } = measurement;
  const machine = machineOf(submission);
  const peak = peakTflops(hardware, cell.device.kind, cell.dtype);
  const { name, version } = submission.machine.os;
  const variant = variantOf(measurement);
  return {
    row: {
      id: candidateId(machine.id, cell, variant),
      machine,
      hardware: hardware?.id ?? null,
      ...cell,
      metric,
      unit: metrics[metric].unit,
      value: measurement.value,
      ci: measurement.ci,
      n: measurement.n,
      utilization:
        peak === null || measurement.achievedTflops === null ? null : measurement.achievedTflops / peak.value,
      comparisonKey: comparisonKey(`suite-${submission.suiteVersion}`, cell, metric, variant),
      flags: [...flagsOf(file, measurement), ...checked.flags],
      trust: 'self-reported',
      provenance: submission.runner.origin === 'browser' ? 'quick-test' : 'measured',
      preset: submission.preset,
      software: `${cell.engine} ${outcome.engineVersion}`,
      os: version === null ? name : `${name} ${version}`,
      stepMs: null,
      accuracy: null,
      samplesPerSecond: measurement.samplesPerSecond,
      ...detailsOf(file, measurement),
      date: submission.startedAt.slice(0, 10),
      sources: [sourceOf(file)],
    },
    hardware,
    variant,
    unranked: unrankedReason(submission, cell),
    withheld: checked.withheld,
  };
}
