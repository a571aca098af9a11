/** @file Sample results of all modes except training and matrix products. */
import type { Cell, LanguageModel } from '../../data/contract/cell.ts';
import type { Power } from '../../data/contract/outcome.ts';
import type { Convergence, Repetition } from '../../data/contract/repetition.ts';
import type { Result } from '../../data/contract/submission.ts';
import { okOf } from './proof.ts';
import {
  cellOf,
  changed,
  gpu,
  matmul,
  matmulCell,
  repetition,
  samples,
  thinned,
  vgg,
  vggCell,
} from './samples.ts';

/** Inference of VGG16 at about `perSecond` samples a second; 40 samples in each of three repetitions. */
export function infer(perSecond: number, batchSize: number, change: Partial<Cell> = {}, seed = 1): Result {
  const ns = (batchSize / perSecond) * 1e9;
  const repetitions = [0, 1, 2].map((runIndex) => ({
    ...repetition(ns, batchSize, runIndex),
    samplesNs: samples(ns, 40, seed + runIndex),
    samplesThinned: thinned(ns, 40),
  }));
  const cell = cellOf({ ...vggCell, mode: 'infer', batchSize }, change);
  return { cell, outcome: okOf(cell, repetitions) };
}

/** A cell that was attempted or skipped and has no value. */
export function without(
  status: 'out-of-memory' | 'timeout' | 'failed' | 'skipped',
  reason: string,
  change: Partial<Cell> = {},
): Result {
  const cell = cellOf({ ...vggCell, mode: 'infer' }, change);
  if (status === 'skipped') return { cell, outcome: { status, reason, limit: null, needed: null } };
  return { cell, outcome: { status, reason, repetitions: [] } };
}

/** Attention alone over sequences of `length` with 8192 tokens per batch, at about `tflops` TFLOP/s. */
export function attention(length: number, tflops: number, change: Partial<Cell> = {}): Result {
  const batchSize = 8192 / length;
  const ns = (2 * 1024 * length ** 2 * batchSize) / (tflops * 1000);
  const cell: Cell = { ...matmulCell, workload: 'attention', size: null, batchSize, sequenceLength: length };
  const changed = cellOf(cell, change);
  const repetitions = [0, 1, 2].map((runIndex) =>
    repetition(ns, changed.batchSize!, runIndex, length + runIndex),
  );
  return { cell: changed, outcome: okOf(changed, repetitions) };
}

/** A run over epochs with the given accuracies, each with 20 s of training and 2 s of evaluation; the seed is `runIndex`. */
export function trained(accuracies: readonly number[], runIndex: number, change: Partial<Convergence> = {}) {
  const epochs = accuracies.map((accuracy, epoch) => ({
    trainNs: 20_000_000_123 + 1_003_007 * ((epoch * 7 + runIndex * 3) % 10),
    evaluateNs: 2_000_000_457 + runIndex,
    loss: 1 / (epoch + 1 + 0.01 * runIndex),
    accuracy,
  }));
  const target = change.target ?? 0.985;
  const reached = accuracies.at(-1)! >= target;
  return {
    ...repetition(1, 60_000, runIndex),
    samplesNs: epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs),
    samplesThinned: 0,
    convergence: { target, reached, seed: runIndex, dataSource: 'official' as const, epochs, ...change },
  };
}

/** Training of the MNIST net to its target. */
export function converge(repetitions: Repetition[], change: Partial<Cell> = {}): Result {
  const cell: Cell = { ...vggCell, workload: 'mnist-cnn', mode: 'converge', recipe: 'naive', batchSize: 64 };
  const trained = cellOf(cell, change);
  return { cell: trained, outcome: okOf(trained, repetitions) };
}

/** A model with the shape that the runner generates, 4.5 bits per weight, on the CPU. */
export const smallModel: LanguageModel = {
  name: 'Qwen2.5-0.5B shape, random weights',
  quantization: 'Q4_0',
  parameters: 494_032_768,
  activeParameters: null,
  bytes: 278_000_000,
  sha256: '4a'.repeat(32),
  generated: true,
  gpuLayers: 0,
};

/** A language model that reads 512 tokens or writes 128; five samples in each of three repetitions. */
export function llm(
  mode: 'prompt' | 'generate',
  tokensPerSecond: number,
  change: Partial<Cell> = {},
  model: Partial<LanguageModel> = {},
): Result {
  const sequenceLength = change.sequenceLength ?? (mode === 'prompt' ? 512 : 128);
  const onGpu = change.device?.kind === 'gpu';
  const cell: Cell = {
    ...matmulCell,
    workload: 'llm',
    mode,
    engine: 'llama.cpp',
    dtype: 'quantized',
    size: null,
    sequenceLength,
    languageModel: { ...smallModel, gpuLayers: onGpu ? null : 0, ...model },
    ...change,
  };
  const ns = (sequenceLength / tokensPerSecond) * 1e9;
  const repetitions = [0, 1, 2].map((runIndex) => ({
    ...repetition(ns, sequenceLength, runIndex),
    samplesNs: samples(ns, 5, runIndex + sequenceLength + (onGpu ? 7 : 3)),
    samplesThinned: 0,
  }));
  return { cell, outcome: okOf(cell, repetitions) };
}

/** Results of every metric on one GPU: training in both recipes, a batch sweep with its end, operations, a length sweep, convergence, a mixture of experts. */
export function everyKind(): Result[] {
  const on = { device: gpu };
  const watts = Array.from({ length: 60 }, (_, i) => ({ atNs: i * 1_000_000_007, watts: 180 + (i % 7) }));
  const power: Power = { source: 'nvml-power', scope: 'gpu', idleWatts: 14, samples: watts, lost: null };
  const peakMemory = { bytes: 3_000_000_000, method: 'gpu-allocated' as const };
  const runs = [0, 1, 2].map((runIndex) => trained([0.9, 0.97, 0.986], runIndex));
  return [
    changed(vgg(10, on), () => ({ power, peakMemory })),
    vgg(30, { ...on, recipe: 'naive', batchSize: 128 }, 11),
    infer(150, 1, on, 100),
    infer(4000, 32, on, 200),
    infer(9000, 256, on, 300),
    without('out-of-memory', 'the device has no more memory', { ...on, batchSize: 512 }),
    matmul(20, on, 400),
    ...[128, 256, 512].map((length) => attention(length, 2, on)),
    converge(runs, on),
    llm('generate', 100, on, { activeParameters: 200_000_000, gpuLayers: 12 }),
  ];
}
