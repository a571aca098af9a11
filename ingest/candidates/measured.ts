/** @file Reads the measured cells of a submission and converts each to a candidate. */
import { findWorkload, maintainerFiles } from '../../data/catalogue/index.ts';
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Flag, Measurer, Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Problem } from '../../data/contract/problem.ts';
import type { Machine, Submission } from '../../data/contract/submission.ts';
import { shareOfPeak } from '../../data/derive/bounds/share-of-peak.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { comparisonKey } from '../../data/derive/comparison-key.ts';
import { cpuLimitText } from '../../data/derive/cpu-limit.ts';
import { plainName } from '../../data/derive/device-names.ts';
import { measuredOf } from '../../data/derive/measured.ts';
import { peakTflops } from '../../data/derive/rate.ts';
import { copiedBytes, forwardMacs } from '../../data/derive/work.ts';
import { type Ceilings, measuredCeilings } from '../values/ceiling.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import { machineIdOf } from '../values/machine.ts';
import type { Measurement } from '../values/measurement.ts';
import { devicesOf, peakOf } from '../values/peak.ts';
import { type Candidate, candidateId, SOFTWARE_ADAPTER, UNKNOWN_HARDWARE } from './candidate.ts';
import { detailsOf } from './details.ts';
import { duplicateCells } from './duplicates.ts';
import { flagsOf } from './flags.ts';
import { runOf, systemOf } from './run.ts';

/** What the plausibility checks found about a measurement. */
export interface CheckedFacts {
  flags: readonly Flag[];
  withheld: string | null;
}

/** A field that contradicts the mode's need for a language model, and the problem; null if there is none. */
function modelProblem({ mode, dtype, languageModel, sequenceLength }: Cell): [string, string] | null {
  if (mode !== 'prompt' && mode !== 'generate') {
    if (languageModel !== null)
      return ['cell.languageModel', `is set, but mode "${mode}" does not use one; write null`];
    return dtype === 'quantized'
      ? ['cell.dtype', 'is "quantized", which is for language models only; use another dtype']
      : null;
  }
  if (languageModel === null)
    return ['cell.languageModel', 'is null; add the model, because tokens per second depend on it'];
  return sequenceLength === null
    ? ['cell.sequenceLength', 'is null; add the number of tokens of the prompt or the generation']
    : null;
}

/** Whether each repetition has a record of training to a target, which only mode `converge` has; null if all is well. */
function recordProblem({ mode }: Cell, repetitions: Ok['repetitions']): [string, string] | null {
  const records = repetitions.flatMap(({ convergence }) => convergence ?? []);
  if (mode !== 'converge') {
    return records.length === 0
      ? null
      : ['outcome.repetitions', `record training to a target, which mode "${mode}" is not; write null`];
  }
  if (records.length < repetitions.length)
    return ['outcome.repetitions', 'do not record the training; add "convergence" to each'];
  return records.some(({ reached }) => reached)
    ? null
    : ['outcome.status', 'is "ok", but no repetition reached the target; write "failed" with the reason'];
}

/** The size that an operation alone lacks, and the problem; null if its work is known. */
function operationProblem(facts: WorkloadFacts, cell: Cell): [string, string] | null {
  if (cell.mode !== 'op' || copiedBytes(cell) !== null || forwardMacs(facts, cell)) return null;
  return facts.macs === null || cell.workload === 'copy'
    ? ['cell.size', 'is null; add the size of the matrices']
    : ['cell.sequenceLength', 'is null; add the length, because the number of operations depends on it'];
}

/** The first field that is missing or wrong for the cell's metric, and the problem; null if the value can be computed. */
function cellProblem(facts: WorkloadFacts, cell: Cell, { repetitions }: Ok): [string, string] | null {
  if (!facts.modes.includes(cell.mode)) {
    return [
      'cell.mode',
      `is "${cell.mode}", which ${facts.id} does not have; use ${facts.modes.join(' or ')}`,
    ];
  }
  const model = modelProblem(cell);
  if (model !== null) return model;
  const operation = operationProblem(facts, cell);
  if (operation !== null) return operation;
  if (cell.mode === 'train' && facts.trainingSamples === null) {
    return ['cell.mode', `is "train", but ${facts.id} has no data set and so no epochs; use another mode`];
  }
  if (cell.mode === 'train' && cell.batchSize === null) {
    return ['cell.batchSize', 'is null; add the batch size, because an epoch is counted in batches'];
  }
  if (cell.mode === 'infer' && cell.batchSize === null) {
    return ['cell.batchSize', 'is null; add the batch size, because latency and throughput depend on it'];
  }
  return recordProblem(cell, repetitions);
}

/** Every measured cell of a file. A workload that is not in the catalogue, or a cell without the fields that its metric needs, is a problem. */
export function measurementsOf(file: SubmissionFile): { measurements: Measurement[]; problems: Problem[] } {
  const resolved = hardwareIn(file.submission.machine);
  const measurements: Omit<Measurement, keyof Ceilings>[] = [];
  const problems: Problem[] = [];
  for (const [index, { cell, outcome }] of file.submission.results.entries()) {
    if (outcome.status !== 'ok') continue;
    const add = (field: string, message: string) => {
      problems.push({ path: file.shown, field: `results.${index}.${field}`, message });
    };
    const facts = findWorkload(cell.workload);
    if (facts === null) {
      add('cell.workload', `is "${cell.workload}", which this version does not know; update Trainmark`);
      continue;
    }
    const problem = cellProblem(facts, cell, outcome);
    if (problem !== null) {
      add(...problem);
      continue;
    }
    const { machine } = file.submission;
    const hardware = resolved(cell.device);
    measurements.push({
      index,
      cell,
      outcome,
      facts,
      hardware,
      devices: devicesOf(cell, hardware, machine),
      peak: peakOf(cell, hardware, machine),
      ...measuredOf(cell, outcome, facts),
    });
  }
  const ceilingsOf = measuredCeilings(measurements);
  return {
    measurements: measurements.map((one) => Object.assign(one, ceilingsOf(one))),
    problems: [...problems, ...duplicateCells(file)],
  };
}

/** Why nothing limits what a device may claim; null if something does. Such a value is shown, but not ranked. */
function unboundedReason({ cell, hardware, peak }: Measurement): string | null {
  const { device, dtype, mode } = cell;
  if (hardware === null)
    return `${UNKNOWN_HARDWARE}: the rated peak of "${device.name}" is not known; add it to the catalogue (data/catalogue/hardware).`;
  if (mode === 'generate' && hardware.bandwidthGBs === null)
    return `${UNKNOWN_HARDWARE}: the memory bandwidth of ${hardware.name} is not known; add it to the catalogue.`;
  return peak === null
    ? `${UNKNOWN_HARDWARE}: the rated ${dtype} peak of ${hardware.name} is not known; add it to the catalogue.`
    : null;
}

/** Why a measured value is not ranked; null if it is. */
function unrankedReason(submission: Submission, measurement: Measurement): string | null {
  const { cell } = measurement;
  if (cell.device.software) return SOFTWARE_ADAPTER;
  const limit = cpuLimitText(submission.conditions, submission.machine.cpu?.logicalCores ?? null);
  if (cell.device.kind === 'cpu' && limit !== null)
    return `Measured with ${limit}; only a whole CPU is ranked.`;
  if (submission.runner.origin === 'browser') return 'Quick tests are not ranked.';
  if (submission.preset === 'smoke') return 'Smoke runs are not ranked.';
  return unboundedReason(measurement);
}

/** How training to a target differs from the workload's definition: generated data or another target. */
export function variantOf({ outcome, facts }: Pick<Measurement, 'outcome' | 'facts'>): string[] {
  const [first] = outcome.repetitions.flatMap(({ convergence }) => convergence ?? []);
  if (first === undefined) return [];
  return [
    ...(first.dataSource === 'generated' ? ['generated data'] : []),
    ...(first.target === facts.targetAccuracy ? [] : [`target ${first.target}`]),
  ];
}

const measurerOf = (path: string): Measurer =>
  maintainerFiles.has(path.split('/').at(-1)!) ? 'maintainers' : 'contributor';

/** All rows and gaps of a file have the same. */
export const sourcesOf = remembered(({ path, submission }: SubmissionFile): Row['sources'] => [
  { path, by: measurerOf(path), url: null, title: `Submission of ${submission.startedAt.slice(0, 10)}` },
]);

/** All rows and gaps of a file have the same. */
export const machineOf = ({ machine }: Pick<Submission, 'machine'>): Row['machine'] => namedMachine(machine);

const namedMachine = remembered((machine: Machine): Row['machine'] => {
  const parts = [machine.cpu?.name, ...machine.gpus.map((gpu) => gpu.name)];
  const names = [...new Set(parts.flatMap((name) => (name === undefined ? [] : plainName(name))))];
  const name = [...names.join(' · ')].slice(0, 140).join('');
  return { id: machineIdOf(machine), name: name || 'Unknown machine' };
});

/** The share of the rated peak (of a copy: of the rated bandwidth), or of the run's own fastest product if no peak is listed. */
function shareOf({
  achievedTflops,
  cell,
  metric,
  value,
  hardware,
  devices,
  ceilingTflops,
}: Measurement): Pick<Row, 'utilization' | 'utilizationOf'> {
  if (metric === 'gigabytesPerSecond') {
    const bandwidth = hardware?.bandwidthGBs?.value;
    return shareOfPeak(bandwidth ? value / (devices * bandwidth) : null, 'rated');
  }
  const rated = peakTflops(hardware, cell.device.kind, cell.dtype);
  const peak = rated === null ? ceilingTflops : devices * rated.value;
  const share = peak === null || achievedTflops === null ? null : achievedTflops / peak;
  return shareOfPeak(share, rated === null ? 'measured' : 'rated');
}

/** Converts one measured cell to a candidate. `checked` comes from `check/`. */
export function toCandidate(
  file: SubmissionFile,
  measurement: Measurement,
  checked: CheckedFacts,
): Candidate {
  const { submission } = file;
  const { cell, hardware, metric, outcome } = measurement;
  const machine = machineOf(submission);
  const variant = variantOf(measurement);
  return {
    row: {
      id: candidateId(machine.id, cell, hardware?.id ?? null, variant),
      machine,
      hardware: hardware?.id ?? null,
      ...cell,
      metric,
      unit: metrics[metric].unit,
      value: measurement.value,
      ci: measurement.ci,
      n: measurement.n,
      machines: 1,
      runs: 1,
      ...shareOf(measurement),
      comparisonKey: comparisonKey(`suite-${submission.suiteVersion}`, cell, metric, variant),
      flags: [...flagsOf(file, measurement), ...checked.flags],
      trust: 'self-reported',
      provenance: submission.runner.origin === 'browser' ? 'quick-test' : 'measured',
      preset: submission.preset,
      software: `${cell.engine} ${outcome.engineVersion}`,
      os: systemOf(submission),
      stepMs: null,
      accuracy: null,
      samplesPerSecond: measurement.samplesPerSecond,
      ...detailsOf(file, measurement),
      date: submission.startedAt.slice(0, 10),
      sources: sourcesOf(file),
    },
    measurement: measurement.index,
    rungs: [],
    variant,
    runs: [runOf(file, cell, outcome)],
    unranked: unrankedReason(submission, measurement),
    withheld: checked.withheld,
  };
}
