/** @file Estimates roughly how long a repetition takes, from the kind of device and the engine alone. */

import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import type { Engine, Expected } from '../protocol/engine.ts';
import type { Timing } from '../protocol/messages.ts';
import { languageLoadMs, languageSampleMs } from './language-estimate.ts';

/**
 * Samples in the batch of a check, unless it is the measured one, and its optimizer steps: three first ones, one with
 * dropout, and after the timed loop two further ones, one pass and the first step once more.
 */
const CHECKED = { samples: 16, steps: 8 };
/** Overhead of a step in addition to its arithmetic, in milliseconds: dispatching its operations. */
const OVERHEAD_MS = { train: 10, converge: 10, infer: 3, op: 1, prompt: 10, generate: 10 };
/** Defaults for engines that declare nothing else. */
const USUAL: Expected = {
  startUpMs: 2500,
  compilingMs: () => 0,
  core: { op: 20e9, net: 7.5e9 },
  checksMeasuredBatch: false,
  mostCores: 16,
  weightBandwidth: 15e9,
};
/** Guessed FLOP/s of a GPU and of a software GPU: in products of large matrices, and in nets. */
const GPU = { op: 3e12, net: 1e12 };
const SOFTWARE_GPU = { op: 2e9, net: 1e9 };

const expectedOf = ({ expected }: Pick<Engine, 'expected'>): Expected => ({ ...USUAL, ...expected });

/** Expected milliseconds of one step, forward pass or operation on `batchSize` items. */
function estimateStepMs(
  cell: Cell,
  expected: Expected,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  if (cell.languageModel !== null) return languageSampleMs(cell, cell.languageModel, expected, machine);
  const flops = ((facts && flopsPerItem(facts, cell)) ?? 0) * (cell.batchSize ?? 1);
  return OVERHEAD_MS[cell.mode] + (flops / flopsPerSecond(cell, expected, machine)) * 1000;
}

function flopsPerSecond({ device, mode }: Cell, { core, mostCores }: Expected, machine: Machine): number {
  const kind = mode === 'op' ? 'op' : 'net';
  if (device.software) return SOFTWARE_GPU[kind];
  if (device.kind === 'gpu') return GPU[kind];
  return Math.min(machine.cpu?.physicalCores ?? 1, mostCores) * core[kind];
}

const startUpMs = (cell: Cell, expected: Expected): number => expected.startUpMs + expected.compilingMs(cell);

/** Milliseconds of a repetition from the start of its process to its end. */
export function estimateRepetitionMs(
  cell: Cell,
  engine: Pick<Engine, 'expected'>,
  timing: Timing,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  const expected = expectedOf(engine);
  const stepMs = estimateStepMs(cell, expected, facts, machine);
  const checkMs = cell.batchSize === null ? stepMs : estimateCheckMs(cell, expected, facts, machine);
  const { minWarmUpMs, minWarmUpSteps, minSamples, minMeasureMs, maxMeasureMs, exactSamples } = timing;
  const bounded = (wantedMs: number) => Math.max(stepMs, Math.min(maxMeasureMs, wantedMs));
  const warmUpMs = minWarmUpSteps === 0 ? 0 : bounded(Math.max(minWarmUpMs, minWarmUpSteps * stepMs));
  const measureMs =
    exactSamples === null ? bounded(Math.max(minMeasureMs, minSamples * stepMs)) : exactSamples * stepMs;
  const loadMs = cell.languageModel === null ? 0 : languageLoadMs(cell.languageModel);
  return Math.round(startUpMs(cell, expected) + loadMs + checkMs + stepMs + warmUpMs + measureMs);
}

function estimateCheckMs(
  cell: Cell,
  expected: Expected,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  const isTraining = cell.mode === 'train' || cell.mode === 'converge';
  const samples = isTraining && expected.checksMeasuredBatch ? Number.POSITIVE_INFINITY : CHECKED.samples;
  const checked = { ...cell, batchSize: Math.min(samples, cell.batchSize ?? 1) };
  const steps = isTraining ? CHECKED.steps : 1;
  return steps * estimateStepMs(checked, expected, facts, machine);
}

/** Milliseconds to train for some epochs, including their evaluation. */
export function estimateTrainingMs(
  cell: Cell,
  engine: Pick<Engine, 'expected'>,
  epochs: number,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  const expected = expectedOf(engine);
  const steps = Math.ceil((facts?.trainingSamples ?? 0) / (cell.batchSize ?? 1));
  // Evaluation is a forward pass, a third of the work, over at most a fifth of the samples.
  const epochMs = steps * estimateStepMs(cell, expected, facts, machine) * (1 + 1 / 15);
  return Math.round(startUpMs(cell, expected) + epochs * epochMs);
}
