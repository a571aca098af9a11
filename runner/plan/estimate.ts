/**
 * @file Estimates roughly how long each part of a repetition takes, from the kind of device and the engine alone. What a
 * run then sees corrects these guesses (`observations.ts`).
 */

import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { copiedBytes, flopsPerItem } from '../../data/derive/work.ts';
import type { Engine, Expected } from '../protocol/engine.ts';
import type { Timing } from '../protocol/messages.ts';
import { languageLoadMs, languageSampleMs } from './language-estimate.ts';

/**
 * Steps of a check, which computes with the measured batch. Of a training: three first ones, one with dropout, and after the
 * timed loop two further ones, one pass and the first step once more. Of others: one pass before the loop and one after it.
 */
const CHECKED_STEPS = { train: 8, others: 2 };
/** Overhead of a step in addition to its arithmetic, in milliseconds: dispatching its operations. */
const OVERHEAD_MS = { train: 10, converge: 10, infer: 3, op: 1, prompt: 10, generate: 10 };
/**
 * Compiling on a GPU, tuning of kernels included. Seen on an NVIDIA H200: 10 s for a cell of the WebGPU engine, of which 2 s
 * were measuring and 2.5 s starting up.
 */
const GPU_COMPILING_MS = 3000;
/** Defaults for engines that declare nothing else. */
const USUAL: Expected = {
  startUpMs: 2500,
  compilingMs: ({ device }) => (isHardwareGpu(device) ? GPU_COMPILING_MS : 0),
  core: { op: 20e9, net: 7.5e9 },
  mostCores: 16,
  weightBandwidth: 15e9,
};
/**
 * Part of the float32 peak of a listed GPU that engines reach: in products of large matrices, and in nets. Seen on an NVIDIA
 * H200: 0.55 to 0.76 in products, 0.3 to 0.5 in nets by PyTorch; less by engines in JavaScript.
 */
const PART_OF_PEAK = { op: 0.4, net: 0.2 };
/** Guessed FLOP/s of an unlisted GPU and of a software GPU. */
const GPU = { op: 3e12, net: 1e12 };
const SOFTWARE_GPU = { op: 2e9, net: 1e9 };

/** Guessed bytes per second of a copy, reading and writing: on a CPU, an unlisted GPU and a software GPU. */
const COPY_BANDWIDTH = { cpu: 8e9, gpu: 50e9, software: 2e9 };
/** Part of the listed bandwidth of a GPU that a copy reaches. */
const PART_OF_BANDWIDTH = 0.7;
/** Milliseconds to make and compare one value of a copy, on the CPU. */
const COPIED_VALUE_MS = 15e-6;

const isHardwareGpu = ({ kind, software }: Cell['device']): boolean => kind === 'gpu' && !software;

/** Milliseconds of each part of a repetition, in the order in which they happen. */
export interface Parts {
  /** From the start of the process until the engine is ready to build. */
  startUpMs: number;
  /** Building, compiling and the first pass. */
  buildMs: number;
  checkMs: number;
  /** Warm-up and timed samples. */
  measureMs: number;
}

export const partNames = ['startUpMs', 'buildMs', 'checkMs', 'measureMs'] as const;

/** Milliseconds of a whole repetition. */
export const sumOf = (parts: Parts): number =>
  Math.round(partNames.reduce((sum, name) => sum + parts[name], 0));

/** What is expected of a repetition. */
export interface Estimate {
  /** Milliseconds of one step, forward pass, operation or epoch. */
  stepMs: number;
  /** @param slowness Measured time of a step over the expected one; 1 if nothing is known. */
  partsAt(slowness: number): Parts;
}

const expectedOf = ({ expected }: Pick<Engine, 'expected'>): Expected => ({ ...USUAL, ...expected });

/** Expected milliseconds of one step, forward pass or operation on `batchSize` items. */
function estimateStepMs(
  cell: Cell,
  expected: Expected,
  facts: WorkloadFacts | null,
  machine: Machine,
): number {
  if (cell.languageModel !== null) return languageSampleMs(cell, cell.languageModel, expected, machine);
  const bytes = copiedBytes(cell);
  if (bytes !== null) return OVERHEAD_MS.op + (bytes / copyBandwidth(cell)) * 1000;
  const flops = ((facts && flopsPerItem(facts, cell)) ?? 0) * (cell.batchSize ?? 1);
  return OVERHEAD_MS[cell.mode] + (flops / flopsPerSecond(cell, expected, machine)) * 1000;
}

function copyBandwidth({ device }: Cell): number {
  if (device.software) return COPY_BANDWIDTH.software;
  const rated = device.kind === 'gpu' ? resolveHardware(device.name, 'gpu')?.bandwidthGBs : null;
  return rated ? PART_OF_BANDWIDTH * rated.value * 1e9 : COPY_BANDWIDTH[device.kind];
}

function flopsPerSecond({ device, mode }: Cell, { core, mostCores }: Expected, machine: Machine): number {
  const kind = mode === 'op' ? 'op' : 'net';
  if (device.software) return SOFTWARE_GPU[kind];
  if (device.kind === 'gpu') {
    const peak = resolveHardware(device.name, 'gpu')?.fp32Tflops?.value ?? null;
    return peak === null ? GPU[kind] : PART_OF_PEAK[kind] * peak * 1e12;
  }
  return Math.min(machine.cpu?.physicalCores ?? 1, mostCores) * core[kind];
}

/** What to expect of a repetition that measures steps, passes or operations. */
export function estimateRepetition(
  cell: Cell,
  engine: Pick<Engine, 'expected'>,
  timing: Timing,
  facts: WorkloadFacts | null,
  machine: Machine,
): Estimate {
  const expected = expectedOf(engine);
  const stepMs = estimateStepMs(cell, expected, facts, machine);
  const checkMs = stepMs * (cell.mode === 'train' ? CHECKED_STEPS.train : CHECKED_STEPS.others);
  const valuesMs = copiedBytes(cell) === null ? 0 : COPIED_VALUE_MS * (cell.size ?? 0) ** 2;
  const loadMs = cell.languageModel === null ? 0 : languageLoadMs(cell.languageModel);
  return {
    stepMs,
    partsAt: (slowness) => ({
      startUpMs: expected.startUpMs,
      buildMs: expected.compilingMs(cell) + loadMs + slowness * stepMs,
      checkMs: slowness * checkMs + valuesMs,
      measureMs: measuringMs(timing, slowness * stepMs),
    }),
  };
}

/** Milliseconds of the warm-up and the timed samples of steps that take `stepMs` each. */
function measuringMs(timing: Timing, stepMs: number): number {
  const { minWarmUpMs, minWarmUpSteps, minSamples, minMeasureMs, maxMeasureMs, exactSamples } = timing;
  const bounded = (wantedMs: number) => Math.max(stepMs, Math.min(maxMeasureMs, wantedMs));
  const warmUpMs = minWarmUpSteps === 0 ? 0 : bounded(Math.max(minWarmUpMs, minWarmUpSteps * stepMs));
  const samplesMs =
    exactSamples === null ? bounded(Math.max(minMeasureMs, minSamples * stepMs)) : exactSamples * stepMs;
  return warmUpMs + samplesMs;
}

/** What to expect of training for some epochs, including their evaluation. */
export function estimateTraining(
  cell: Cell,
  engine: Pick<Engine, 'expected'>,
  epochs: number,
  facts: WorkloadFacts | null,
  machine: Machine,
): Estimate {
  const expected = expectedOf(engine);
  const steps = Math.ceil((facts?.trainingSamples ?? 0) / (cell.batchSize ?? 1));
  // Evaluation is a forward pass, a third of the work, over at most a fifth of the samples.
  const epochMs = steps * estimateStepMs(cell, expected, facts, machine) * (1 + 1 / 15);
  return {
    stepMs: epochMs,
    partsAt: (slowness) => ({
      startUpMs: expected.startUpMs,
      buildMs: expected.compilingMs(cell),
      checkMs: 0,
      measureMs: epochs * slowness * epochMs,
    }),
  };
}
