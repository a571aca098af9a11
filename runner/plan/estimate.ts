/** @file How long a repetition will take, roughly, before anything is known but the kind of device and the engine. */

import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import type { Timing } from '../protocol/messages.ts';
import { languageLoadMs, languageSampleMs } from './language-estimate.ts';

/** Starting a process, loading an engine, building a model; of frameworks in Python the import alone takes seconds. */
const START_UP_MS = 2500;
const PYTHON_START_UP_MS: Partial<Record<EngineId, number>> = { pytorch: 4000, tensorflow: 5000 };
/**
 * What PyTorch compiles before the first pass: forward passes, and on GPUs training, too. Seen on two cores of a server of
 * 2021: 4 to 17 s.
 */
const COMPILING_MS = 9000;
/** Samples of the batch that is checked, and optimiser steps of its check. */
const CHECKED = { samples: 16, steps: 5 };
/** What a step costs beside its arithmetic, in milliseconds: dispatch of its operations, forward and in all. */
const OVERHEAD_MS = { train: 10, converge: 10, infer: 3, op: 1, prompt: 10, generate: 10 };
/**
 * Guesses of what is reached, in FLOP/s: of a core by engine, of a GPU, of a GPU that the CPU emulates; by products of
 * large matrices and by nets. They steer only the waiting time and what is skipped. Seen on the same two cores
 * by products, and by nets from small to large: PyTorch and tfjs-node 192e9, TensorFlow 60e9 to 147e9, PyTorch 55e9 to
 * 143e9, tfjs-node 22e9 to 120e9, tfjs-wasm 61e9 and 6e9 to 56e9, MLX 2e9 with one core.
 */
const CORE: Partial<Record<EngineId, { op: number; net: number }>> = {
  pytorch: { op: 80e9, net: 30e9 },
  tensorflow: { op: 80e9, net: 30e9 },
  'tfjs-node': { op: 80e9, net: 18e9 },
};
const ANY_CORE = { op: 20e9, net: 7.5e9 };
const MLX_ON_CPU = 2e9;
const GPU = { op: 3e12, net: 1e12 };
const SOFTWARE_GPU = { op: 2e9, net: 1e9 };

/** Milliseconds that one step, forward pass or operation of `batchSize` items is expected to take. */
export function estimateStepMs(cell: Cell, facts: WorkloadFacts | null, machine: Machine): number {
  if (cell.languageModel !== null) return languageSampleMs(cell, cell.languageModel, machine);
  const flops = ((facts && flopsPerItem(facts, cell)) ?? 0) * (cell.batchSize ?? 1);
  return OVERHEAD_MS[cell.mode] + (flops / reached(cell, machine)) * 1000;
}

function reached({ device, engine, mode }: Cell, machine: Machine): number {
  const kind = mode === 'op' ? 'op' : 'net';
  if (device.software) return SOFTWARE_GPU[kind];
  if (device.kind === 'gpu') return GPU[kind];
  if (engine === 'mlx') return MLX_ON_CPU;
  const cores = Math.min(machine.cpu?.physicalCores ?? 1, 16);
  return cores * (CORE[engine] ?? ANY_CORE)[kind];
}

function startUpMs({ engine, device, mode, recipe }: Cell): number {
  const compiles = mode === 'infer' || (mode === 'train' && device.kind === 'gpu');
  const compilingMs = engine === 'pytorch' && recipe === 'optimized' && compiles ? COMPILING_MS : 0;
  return (PYTHON_START_UP_MS[engine] ?? START_UP_MS) + compilingMs;
}

/** Milliseconds of a repetition from the start of its process to its end. */
export function estimateRepetitionMs(
  cell: Cell,
  timing: Timing,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  const stepMs = estimateStepMs(cell, facts, machine);
  const checkMs = cell.batchSize === null ? stepMs : estimateCheckMs(cell, facts, machine);
  const { minWarmUpMs, minWarmUpSteps, minSamples, minMeasureMs, maxMeasureMs, exactSamples } = timing;
  const bounded = (wantedMs: number) => Math.max(stepMs, Math.min(maxMeasureMs, wantedMs));
  const warmUpMs = minWarmUpSteps === 0 ? 0 : bounded(Math.max(minWarmUpMs, minWarmUpSteps * stepMs));
  const measureMs =
    exactSamples === null ? bounded(Math.max(minMeasureMs, minSamples * stepMs)) : exactSamples * stepMs;
  const loadMs = cell.languageModel === null ? 0 : languageLoadMs(cell.languageModel);
  return Math.round(startUpMs(cell) + loadMs + checkMs + stepMs + warmUpMs + measureMs);
}

function estimateCheckMs(cell: Cell, facts: WorkloadFacts | null, machine: Machine): number {
  const checked = { ...cell, batchSize: Math.min(CHECKED.samples, cell.batchSize ?? 1) };
  const steps = cell.mode === 'train' || cell.mode === 'converge' ? CHECKED.steps : 1;
  return steps * estimateStepMs(checked, facts, machine);
}

/** Milliseconds of training for some epochs, their evaluation included. */
export function estimateTrainingMs(
  cell: Cell,
  epochs: number,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  const steps = Math.ceil((facts?.trainingSamples ?? 0) / (cell.batchSize ?? 1));
  // Evaluation runs a fifth of the samples, or fewer, forward: a third of the work.
  const epochMs = steps * estimateStepMs(cell, facts, machine) * (1 + 1 / 15);
  return Math.round(startUpMs(cell) + epochs * epochMs);
}
