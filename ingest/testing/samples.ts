/** @file Valid submissions for tests, which change one field at a time. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Ok, Repetition } from '../../data/contract/outcome.ts';
import type { Published, Reported } from '../../data/contract/published.ts';
import type { Machine, Result, Submission } from '../../data/contract/submission.ts';
import { submissionPath } from '../../data/derive/file-name.ts';
import { measurementsOf } from '../candidates/measured.ts';
import type { SubmissionFile } from '../values/file.ts';

export const cpu: Device = {
  kind: 'cpu',
  api: 'none',
  name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
  software: false,
};

export const gpu: Device = {
  kind: 'gpu',
  api: 'vulkan',
  name: 'NVIDIA GeForce RTX 4070 SUPER',
  software: false,
};

export const machine: Machine = {
  os: { platform: 'linux', name: 'Debian GNU/Linux', version: '12', arch: 'x64' },
  cpu: { name: cpu.name, vendor: 'Intel', physicalCores: 6, logicalCores: 12, baseGHz: 3.2 },
  gpus: [{ name: gpu.name, vendor: 'NVIDIA', vramBytes: 12_878_610_432, driver: '570.1', cores: null }],
  memoryBytes: 34_359_738_368,
};

/** Samples around `ns` that differ in all digits; the same arguments give the same samples. */
export function samples(ns: number, count: number, seed = 1): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.round(ns * (1 + 0.01 * Math.sin(12.9898 * (i + 1) * seed))),
  );
}

export function repetition(
  ns: number,
  itemsPerSample: number,
  runIndex = 0,
  seed = runIndex + 1,
): Repetition {
  return {
    runIndex,
    coldStartNs: 1_234_567,
    startUpNs: 900_000_000,
    warmUpSteps: 3,
    steady: true,
    samplesNs: samples(ns, 20, seed),
    samplesThinned: 0,
    itemsPerSample,
    convergence: null,
    load: null,
  };
}

export function ok(repetitions: Repetition[], change: Partial<Ok> = {}): Ok {
  return {
    status: 'ok',
    engineVersion: '4.22.0',
    observed: { simd: true },
    repetitions,
    check: {
      kind: 'output',
      comparisons: [],
      measured: null,
      rows: 8,
      maxRelativeError: 1e-6,
      tolerance: 1e-4,
      passed: true,
    },
    peakMemory: null,
    power: null,
    extrapolated: null,
    ...change,
  };
}

export const vggCell: Cell = {
  workload: 'vgg16-cifar100',
  mode: 'train',
  engine: 'tfjs-wasm',
  device: cpu,
  recipe: 'optimized',
  dtype: 'float32',
  batchSize: 256,
  size: null,
  sequenceLength: null,
  languageModel: null,
};

export const matmulCell: Cell = {
  ...vggCell,
  workload: 'matmul',
  mode: 'op',
  batchSize: null,
  size: 1024,
};

/** A VGG16 epoch of about `seconds` seconds; by default 196 steps of 256. */
export function vgg(seconds: number, change: Partial<Cell> = {}, seed = 1): Result {
  const batchSize = change.batchSize ?? 256;
  const stepsPerEpoch = Math.ceil(50_000 / batchSize);
  const stepNs = (seconds / stepsPerEpoch) * 1e9;
  const repetitions = [0, 1, 2].map((runIndex) => repetition(stepNs, batchSize, runIndex, seed + runIndex));
  return {
    cell: { ...vggCell, ...change },
    outcome: ok(repetitions, { extrapolated: { stepsTimed: 20, stepsPerEpoch } }),
  };
}

/** A matrix product of 1024 x 1024 at about `tflops` TFLOP/s. */
export function matmul(tflops: number, change: Partial<Cell> = {}, seed = 1): Result {
  const cell = { ...matmulCell, ...change };
  const ns = (2 * cell.size! ** 3) / (tflops * 1000);
  const repetitions = [0, 1, 2].map((runIndex) => repetition(ns, 1, runIndex, seed + runIndex));
  return { cell, outcome: ok(repetitions) };
}

/** A copy of a matrix of 8192 x 8192 at about `gigabytes` GB/s. */
export function copy(gigabytes: number, change: Partial<Cell> = {}, seed = 1): Result {
  const cell: Cell = { ...matmulCell, workload: 'copy', size: 8192, ...change };
  const ns = (8 * cell.size! ** 2) / gigabytes;
  const repetitions = [0, 1, 2].map((runIndex) => repetition(ns, 1, runIndex, seed + runIndex));
  return { cell, outcome: ok(repetitions) };
}

/** The same result with its outcome changed. */
export function changed(result: Result, change: (outcome: Ok) => Partial<Ok>): Result {
  if (result.outcome.status !== 'ok') throw new Error('the sample result must be measured');
  return { ...result, outcome: { ...result.outcome, ...change(result.outcome) } };
}

export function submission(results: Result[], change: Partial<Submission> = {}): Submission {
  return {
    schemaVersion: 1,
    kind: 'submission',
    suiteVersion: 1,
    runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24.21.0' },
    preset: 'standard',
    startedAt: '2026-11-22T12:00:00.000Z',
    finishedAt: '2026-11-22T16:00:00.000Z',
    interrupted: false,
    machine,
    conditions: {
      powerSource: 'ac',
      lowPowerMode: false,
      loadAverage: 0.1,
      freeMemoryBytes: 16_000_000_000,
      virtualisation: 'none',
      cpuLimit: null,
      cpuAffinity: null,
      memoryLimitBytes: null,
      throttled: false,
      bookend: null,
    },
    seed: 1,
    resumedAt: [],
    pricePerHourUsd: null,
    results,
    ...change,
  };
}

export function file(content: Submission, name = 'a'): SubmissionFile {
  const path = `data/submissions/suite-1/${name}.json`;
  return { path, shown: path, submission: content };
}

/** A file with its measurements, as the checks receive it. */
export function subject(content: Submission, name = 'a') {
  const one = file(content, name);
  return { file: one, measurements: measurementsOf(one).measurements };
}

export function reported(change: Partial<Reported> = {}): Reported {
  return {
    status: 'reported',
    seconds: 100,
    epochs: 1,
    runs: null,
    evaluations: 0,
    heldOutFraction: 0,
    stepMs: null,
    accuracy: null,
    optimiser: null,
    software: null,
    unknown: [],
    odd: [],
    ...change,
  };
}

export function published(results: Published['results']): Published {
  return {
    schemaVersion: 1,
    kind: 'published',
    id: 'somebody',
    title: 'Somebody measured',
    source: {
      author: 'Somebody',
      url: 'https://example.org/results',
      licence: 'MIT',
      version: null,
      date: '2026-02-04',
      software: 'TensorFlow, version not given',
    },
    machines: { desktop: { name: 'A desktop', os: 'Windows 10' } },
    results,
  };
}

/** A new temporary folder with the given files: their content by path. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trainmark-ingest-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** The text of a submission and the path that its content requires. */
export function named(content: Submission): [path: string, text: string] {
  const text = JSON.stringify(content);
  return [submissionPath(content, createHash('sha256').update(text).digest('hex')), text];
}
