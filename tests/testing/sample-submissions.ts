/** @file Sample data for the pages of tests: computers with every kind of measurement, and published results. */

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import { type Result, type Submission, submissionSchema } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import { submissionPath } from '../../data/derive/files/file-name.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import { honest } from './honest.ts';
import { modelResults, netResults } from './sample-engines.ts';
import { extreme, extremeResults } from './sample-extremes.ts';
import { type Computer, ok, samples, timed } from './sample-parts.ts';
import { samplePublished } from './sample-published.ts';

const box: Computer = {
  machine: {
    os: { platform: 'linux', name: 'Debian GNU/Linux', version: '12', arch: 'x64' },
    cpu: {
      name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
      vendor: 'Intel',
      physicalCores: 6,
      logicalCores: 12,
      baseGHz: 3.2,
    },
    gpus: [
      {
        name: 'NVIDIA GeForce RTX 4070 SUPER',
        vendor: 'NVIDIA',
        vramBytes: 12_878_610_432,
        driver: '570.1',
        cores: null,
      },
    ],
    memoryBytes: 34_359_738_368,
  },
  gpu: { kind: 'gpu', api: 'vulkan', name: 'NVIDIA GeForce RTX 4070 SUPER', software: false },
  cpu: { kind: 'cpu', api: 'none', name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', software: false },
  tflops: { gpu: 8, cpu: 0.12 },
  power: { gpu: 'nvml-energy', watts: 168 },
  pricePerHourUsd: 0.36,
};

const mac: Computer = {
  machine: {
    os: { platform: 'darwin', name: 'macOS', version: '15.1', arch: 'arm64' },
    cpu: { name: 'Apple M1 Max', vendor: 'Apple', physicalCores: 10, logicalCores: 10, baseGHz: null },
    gpus: [{ name: 'Apple M1 Max', vendor: 'Apple', vramBytes: null, driver: null, cores: 32 }],
    memoryBytes: 34_359_738_368,
  },
  gpu: { kind: 'gpu', api: 'metal', name: 'Apple M1 Max', software: false },
  cpu: { kind: 'cpu', api: 'none', name: 'Apple M1 Max', software: false },
  tflops: { gpu: 2.4, cpu: 0.16 },
  power: null,
  pricePerHourUsd: null,
};

const SWEEP = [128, 256, 512, 1024, 2048, 4096];
const TOKENS = 8192;

/** All cells of a computer; times follow from the work of the cell and the computer's rate. */
function resultsOf(computer: Computer, seed: number): Result[] {
  return (['gpu', 'cpu'] as const).flatMap((kind) => {
    const measure = measurer(computer, kind, seed);
    const batches = kind === 'gpu' ? [1, 2, 4, 8, 16, 32, 64, 128] : [1, 2, 4, 32];
    return [
      measure('resnet18', 'train', { batchSize: 128 }),
      measure('resnet18', 'train', { batchSize: 256, recipe: 'optimized' }, 1.6),
      ...batches.map((batchSize) =>
        measure('resnet18', 'infer', { batchSize, recipe: 'optimized' }, batchSize / (batchSize + 6)),
      ),
      outOfMemory(measure('resnet18', 'infer', { batchSize: batches.at(-1)! * 2, recipe: 'optimized' })),
      ...SWEEP.flatMap((sequenceLength) => [
        measure('attention', 'op', {
          sequenceLength,
          recipe: 'optimized',
          batchSize: TOKENS / sequenceLength,
        }),
        measure('transformer-encoder', 'infer', {
          sequenceLength,
          recipe: 'optimized',
          batchSize: TOKENS / sequenceLength,
        }),
      ]),
      measure('mnist-cnn', 'converge', { batchSize: 256, recipe: 'optimized' }, 0.1),
    ];
  });
}

function measurer(computer: Computer, kind: 'gpu' | 'cpu', seed: number) {
  return (workload: Cell['workload'], mode: Cell['mode'], change: Partial<Cell>, efficiency = 1): Result => {
    const cell: Cell = {
      workload,
      mode,
      engine: kind === 'gpu' ? 'tfjs-webgpu' : 'tfjs-wasm',
      device: computer[kind],
      recipe: 'naive',
      dtype: 'float32',
      batchSize: null,
      size: null,
      sequenceLength: null,
      languageModel: null,
      ...change,
    };
    const facts = findWorkload(workload)!;
    const flops = flopsPerItem(facts, cell)!;
    const itemNs = flops / (computer.tflops[kind] * efficiency * 1e3);
    const repetitions = [0, 1, 2].map((runIndex) =>
      mode === 'converge'
        ? trained(itemNs * facts.trainingSamples!, facts.targetAccuracy!, runIndex, seed, computer === box)
        : timed(itemNs * cell.batchSize!, cell.batchSize!, runIndex, seed),
    );
    return { cell, outcome: ok(repetitions, kind === 'gpu' ? computer.power : null, mode) };
  };
}

function trained(
  epochNs: number,
  target: number,
  runIndex: number,
  seed: number,
  generated: boolean,
): Repetition {
  const accuracies = [target - 0.04, target - 0.01, target + 0.002];
  const times = samples(epochNs, accuracies.length, seed + runIndex);
  const epochs = accuracies.map((accuracy, i) => ({
    trainNs: times[i]!,
    evaluateNs: Math.round(times[i]! / 20),
    loss: 1 - accuracy + 0.001 * runIndex,
    accuracy,
  }));
  return {
    ...timed(epochNs, 60_000, runIndex, seed),
    samplesNs: epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs),
    convergence: {
      target,
      reached: true,
      seed: 7 * seed + runIndex,
      dataSource: generated ? 'generated' : 'official',
      epochs,
    },
  };
}

function outOfMemory({ cell }: Result): Result {
  const outcome: Outcome = {
    status: 'out-of-memory',
    reason: 'the device has no memory left',
    repetitions: [],
  };
  return { cell, outcome };
}

/** The fields that differ between runs. */
interface Run {
  computer: Pick<Computer, 'machine' | 'pricePerHourUsd'>;
  preset: Submission['preset'];
  startedAt: string;
  finishedAt: string;
  results: Result[];
}

function submissionOf({ computer, ...run }: Run): Submission {
  return submissionSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    kind: 'submission',
    suiteVersion: 1,
    runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24.21.0' },
    interrupted: false,
    machine: computer.machine,
    conditions: {
      powerSource: 'ac',
      lowPowerMode: false,
      loadAverage: 0.1,
      freeMemoryBytes: 20_000_000_000,
      virtualisation: 'none',
      cpuLimit: null,
      cpuAffinity: null,
      memoryLimitBytes: null,
      throttled: false,
      bookend: { size: 1024, openingNs: 20_123_457, closingNs: 20_234_567 },
    },
    seed: 7,
    resumedAt: [],
    pricePerHourUsd: computer.pricePerHourUsd,
    ...run,
    results: honest(run.results, run.preset),
  });
}

/** One standard run of each computer, and two quick ones of the computer whose names and values are extreme. */
export const sampleSubmissions = (): Submission[] => [
  ...[box, mac].map((computer, index) =>
    submissionOf({
      computer,
      preset: 'standard',
      startedAt: `2026-11-1${index}T08:00:00.000Z`,
      finishedAt: `2026-11-1${index + 2}T08:00:00.000Z`,
      results: [
        ...resultsOf(computer, index + 1),
        ...netResults(computer, index + 1),
        ...modelResults(computer, index + 1),
      ],
    }),
  ),
  ...[1, 2].map((seed) =>
    submissionOf({
      computer: extreme,
      preset: 'quick',
      startedAt: `2026-11-2${seed}T08:00:00.000Z`,
      finishedAt: `2026-11-2${seed + 1}T08:00:00.000Z`,
      results: extremeResults(seed),
    }),
  ),
];

/**
 * Writes all samples below a folder with their paths in the repository: `data/submissions/suite-1/...`, with the file
 * names that ingest requires, and `data/published/...`.
 */
export function writeSamples(folder: string): void {
  const files = sampleSubmissions().map((submission) => {
    const text = submissionText(submission);
    const hash = createHash('sha256').update(text).digest('hex');
    return [`data/submissions/${submissionPath(submission, hash)}`, text] as const;
  });
  const published = [
    `data/published/${samplePublished.id}.json`,
    `${JSON.stringify(samplePublished, null, 2)}\n`,
  ] as const;
  for (const [path, text] of [...files, published]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
