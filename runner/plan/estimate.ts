/** @file How long a repetition will take, roughly, before anything is known but the kind of device and the engine. */

import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import type { Engine, Expected } from '../protocol/engine.ts';
import type { Timing } from '../protocol/messages.ts';
import { languageLoadMs, languageSampleMs } from './language-estimate.ts';

/** Samples of the batch that is checked, and optimiser steps of its check. */
const CHECKED = { samples: 16, steps: 5 };
/** What a step costs beside its arithmetic, in milliseconds: dispatch of its operations, forward and in all. */
const OVERHEAD_MS = { train: 10, converge: 10, infer: 3, op: 1, prompt: 10, generate: 10 };
/** What is expected of an engine on a CPU that declares nothing else. */
const USUAL: Expected = {
  startUpMs: 2500,
  compilingMs: () => 0,
  core: { op: 20e9, net: 7.5e9 },
  mostCores: 16,
  weightBandwidth: 15e9,
};
/** Guesses of what a GPU reaches, and one that the CPU emulates, in FLOP/s: by products of large matrices, and by nets. */
const GPU = { op: 3e12, net: 1e12 };
const SOFTWARE_GPU = { op: 2e9, net: 1e9 };

const expectedOf = ({ expected }: Pick<Engine, 'expected'>): Expected => ({ ...USUAL, ...expected });

/** Milliseconds that one step, forward pass or operation of `batchSize` items is expected to take. */
function estimateStepMs(
  cell: Cell,
  expected: Expected,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  if (cell.languageModel !== null) return languageSampleMs(cell, cell.languageModel, expected, machine);
  const flops = ((facts && flopsPerItem(facts, cell)) ?? 0) * (cell.batchSize ?? 1);
  return OVERHEAD_MS[cell.mode] + (flops / reached(cell, expected, machine)) * 1000;
}

function reached({ device, mode }: Cell, { core, mostCores }: Expected, machine: Machine): number {
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
  const checked = { ...cell, batchSize: Math.min(CHECKED.samples, cell.batchSize ?? 1) };
  const steps = cell.mode === 'train' || cell.mode === 'converge' ? CHECKED.steps : 1;
  return steps * estimateStepMs(checked, expected, facts, machine);
}

/** Milliseconds of training for some epochs, their evaluation included. */
export function estimateTrainingMs(
  cell: Cell,
  engine: Pick<Engine, 'expected'>,
  epochs: number,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  const expected = expectedOf(engine);
  const steps = Math.ceil((facts?.trainingSamples ?? 0) / (cell.batchSize ?? 1));
  // Evaluation runs a fifth of the samples, or fewer, forward: a third of the work.
  const epochMs = steps * estimateStepMs(cell, expected, facts, machine) * (1 + 1 / 15);
  return Math.round(startUpMs(cell, expected) + epochs * epochMs);
}
