/** @file Plans one cell (timing, deadline, estimate), and the batch sweeps. Pure. */

import { findWorkload } from '../../data/catalogue/index.ts';
import type { Cell } from '../../data/contract/cell.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { Purpose } from '../../data/contract/rules.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { DatasetName } from '../datasets/catalogue.ts';
import { findReference } from '../models/references.ts';
import { stepsPerEpoch } from '../models/shapes.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Timing } from '../protocol/messages.ts';
import type { ModelWorkload, Workload } from '../workloads/workload.ts';
import { lengthOf, modesOf, recipesOf } from './cells.ts';
import type { Choice } from './choice.ts';
import { type Estimate, estimateRepetition, estimateTraining, sumOf } from './estimate.ts';
import { deviceMemoryBytes, hasOwnMemory, wholeMemoryBytes } from './memory.ts';
import { type PresetFacts, presets } from './presets.ts';
import { type Refusal, refuseForMemory } from './refusal.ts';
import type { Target } from './targets.ts';

/** A cell that can be measured on this machine. */
export interface PlannedCell {
  cell: Cell;
  purpose: Purpose;
  engine: Engine;
  timing: Timing;
  repetitions: number;
  deadlineMs: number;
  estimate: Estimate;
  /** Milliseconds of a repetition by `estimate`, before anything was measured. */
  estimateMs: number;
  /** Target and data set of the training; null if the mode is not `converge`. */
  convergence: { target: number; maxEpochs: number; dataset: DatasetName } | null;
}

/** Forward passes at growing batch sizes, until throughput stops growing or the batch no longer fits. */
export interface PlannedBatchSweep {
  /** The first batch, which is measured like any other cell. */
  first: Cell;
  /** Whether the device has separate memory, so that running out of it does not affect the machine. */
  ownMemory: boolean;
  longestBatchMs: number;
  /** Batches that are expected beyond those that are measured anyway. */
  expected: readonly PlannedCell[];
  /** @param quick True for a single sample without warm-up. */
  plannedAt(batchSize: number, quick: boolean): PlannedCell;
}

export function planCell(
  cell: Cell,
  purpose: Purpose,
  engine: Engine,
  workload: Workload,
  choice: Choice,
  machine: Machine,
  preset: PresetFacts = presets[choice.preset],
): PlannedCell {
  const known = findWorkload(cell.workload);
  const wholeEpochs = preset.wholeEpochs && purpose === 'train' && workload.kind === 'model';
  const usual = preset.timing[purpose];
  const timing: Timing = {
    ...usual,
    minSamples: wholeEpochs ? stepsPerEpoch(workload.model, cell.batchSize ?? 1) : usual.minSamples,
    exactSamples: purpose === 'converge' ? null : choice.repeat,
  };
  const convergence = workload.kind === 'model' ? convergenceOf(cell, workload) : null;
  const estimate =
    convergence === null
      ? estimateRepetition(cell, engine, timing, known, machine)
      : estimateTraining(cell, engine, known?.epochsPerRun ?? convergence.maxEpochs, known, machine);
  const estimateMs = sumOf(estimate.partsAt(1));
  // Allow ten times the estimate, which is only a guess from the kind of device.
  const measureMs = Math.max(
    timing.exactSamples === null && convergence === null ? timing.maxMeasureMs : 0,
    10 * estimateMs,
  );
  return {
    cell,
    purpose,
    engine,
    timing,
    repetitions: preset.repetitions[cell.mode],
    deadlineMs: preset.allowanceMs + 3 * timing.minWarmUpMs + measureMs,
    estimate,
    estimateMs,
    convergence,
  };
}

/** How long a repetition may take; null = no limit. */
export interface TrainingLimits {
  longestMs: number | null;
  longestTrainingMs: number | null;
}

/**
 * A training that would be skipped because a repetition takes too long gets a smaller batch instead: the declared one
 * halved until it fits `longestTrainingMs`, down to that of the check, which has to be computed anyway.
 */
export function fitTraining(
  wanted: PlannedCell,
  workload: Workload,
  choice: Choice,
  machine: Machine,
  { longestMs, longestTrainingMs }: TrainingLimits,
): PlannedCell {
  const isFree = choice.workloads === null && choice.batch === null && wanted.purpose === 'train';
  if (!isFree || longestMs === null || longestTrainingMs === null || wanted.estimateMs <= longestMs) {
    return wanted;
  }
  const least = findReference(workload.id)?.batch ?? 1;
  let fitting = wanted;
  while (fitting.estimateMs > longestTrainingMs && fitting.cell.batchSize! / 2 >= least) {
    const cell = { ...fitting.cell, batchSize: fitting.cell.batchSize! / 2 };
    fitting = planCell(cell, wanted.purpose, wanted.engine, workload, choice, machine);
  }
  return fitting;
}

/** Training that misses its target after this many times its usual epochs is given up. */
const PATIENCE = 3;

function convergenceOf(cell: Cell, { model }: ModelWorkload): PlannedCell['convergence'] {
  const known = findWorkload(cell.workload);
  if (cell.mode !== 'converge' || !known?.targetAccuracy || !known.epochsPerRun) return null;
  return {
    target: known.targetAccuracy,
    maxEpochs: Math.min(1000, PATIENCE * known.epochsPerRun),
    dataset: model.dataset.name as DatasetName,
  };
}

/** The sources of two copies, their destination, and one more while a worker fills or reads one. */
const COPIED_MATRICES = 4;
const LEAST_COPY_SIZE = 1024;

/** A copy whose matrices fit into memory: half the size of the wanted one, a quarter, and so on. */
export function fitCopy(cell: Cell, { size }: Choice, machine: Machine): Cell {
  const available = deviceMemoryBytes(cell.device, machine);
  if (cell.workload !== 'copy' || size !== null || available === null) return cell;
  let fitting = cell.size!;
  while (fitting > LEAST_COPY_SIZE && COPIED_MATRICES * BYTES[cell.dtype] * fitting ** 2 > available)
    fitting /= 2;
  return { ...cell, size: fitting };
}

/** The operands of three products, which a worker keeps, and one result. */
const MATRICES_IN_MEMORY = 7;
const BYTES = { float32: 4, tf32: 4, float16: 2, bfloat16: 2, quantized: 1 };

/** Why the matrices of a cell do not fit into memory, or null. Those of --size may take all of it, those of a preset may not. */
export function tooLarge(
  { workload, size, dtype, device }: Cell,
  choice: Choice,
  machine: Machine,
): Refusal | null {
  if (size === null) return null;
  const isChosen = choice.size !== null;
  const matrices = workload === 'copy' ? COPIED_MATRICES : MATRICES_IN_MEMORY;
  const bytes = matrices * BYTES[dtype] * size ** 2;
  const available = isChosen ? wholeMemoryBytes(device, machine) : deviceMemoryBytes(device, machine);
  if (available === null || bytes <= available) return null;
  const refusal = refuseForMemory(bytes, available);
  return isChosen ? { ...refusal, reason: `${refusal.reason}; use a smaller --size` } : refusal;
}

/** Expected batches of a sweep beyond those that are measured anyway. */
const EXPECTED_BATCHES = { cpu: [2, 4, 8, 16], gpu: [2, 4, 8, 16, 64, 128, 256, 512, 1024] };

export function planBatchSweeps(
  workload: Workload,
  { engine, device, reason }: Target,
  choice: Choice,
  machine: Machine,
): PlannedBatchSweep[] {
  const preset = presets[choice.preset];
  const wanted = preset.batchSweeps && choice.batch === null && modesOf(choice).includes('infer');
  if (!wanted || reason !== null || workload.kind !== 'model' || !workload.modes.includes('infer')) return [];
  return recipesOf(workload, 'infer', choice).map((recipe) => {
    const dtype = choice.dtype ?? 'float32';
    const cellAt = (batchSize: number) =>
      newCell({
        workload: workload.id,
        mode: 'infer',
        engine: engine.id,
        device,
        recipe,
        dtype,
        batchSize,
        sequenceLength: lengthOf(workload, choice),
      });
    const plannedAt = (batchSize: number, quick: boolean): PlannedCell => {
      const planned = planCell(cellAt(batchSize), 'batch-sweep', engine, workload, choice, machine);
      const timing = quick
        ? { ...planned.timing, minWarmUpSteps: 0, minWarmUpMs: 0, exactSamples: 1 }
        : planned.timing;
      return { ...planned, timing, repetitions: 1 };
    };
    const expected = EXPECTED_BATCHES[device.software ? 'cpu' : device.kind];
    return {
      first: cellAt(1),
      ownMemory: hasOwnMemory(device, machine),
      longestBatchMs: preset.longestBatchMs,
      expected: expected.map((batchSize) => plannedAt(batchSize, false)),
      plannedAt,
    };
  });
}

/** Plans the bookend on the first working device. GPUs come first and throttle most. */
export function planBookend(
  targets: readonly Target[],
  choice: Choice,
  workloads: readonly Workload[],
  machine: Machine,
): PlannedCell | null {
  const target = targets.find(({ reason }) => reason === null);
  const workload = workloads.find(({ kind }) => kind === 'matmul');
  if (target === undefined || workload === undefined) return null;
  const { engine, device } = target;
  const size = presets.quick.matrixSizes[device.software ? 'software' : device.kind].at(-1) ?? null;
  const cell = newCell({
    workload: workload.id,
    mode: 'op',
    engine: engine.id,
    device,
    recipe: 'optimized',
    dtype: 'float32',
    size,
  });
  if (engine.unsupported(cell) !== null) return null;
  return planCell(cell, 'op', engine, workload, { ...choice, repeat: null }, machine, presets.quick);
}
