/** @file Valid submissions for tests, which change one field at a time. */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { baseline } from '../../data/catalogue/index.ts';
import type { Baseline } from '../../data/contract/catalogue.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Published, Reported } from '../../data/contract/published.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Machine, Result, Submission } from '../../data/contract/submission.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { submissionPath } from '../../data/derive/files/file-name.ts';
import { sampleTimes } from '../../data/testing/sample-times.ts';
import { measurementsOf } from '../candidates/measured.ts';
import type { SubmissionFile } from '../values/file.ts';
import { engineFor, okOf } from './proof.ts';

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

/** Samples that differ by up to a hundredth. */
export const samples = (ns: number, count: number, seed = 1): number[] => sampleTimes(ns, count, seed);

/** Longer than any repetition of the preset `standard` is measured. */
const LONGEST_NS = 30.3e9;

/** Samples that a file with `count` of them left out, so that the preset's time was kept. */
export const thinned = (ns: number, count: number): number => Math.max(0, Math.ceil(LONGEST_NS / ns) - count);

export function repetition(
  ns: number,
  itemsPerSample: number,
  runIndex = 0,
  seed = runIndex + 1,
): Repetition {
  return {
    runIndex,
    // Whole microseconds, so that results that tests copy are not taken for copies of one run.
    coldStartNs: 1_234_000,
    startUpNs: 900_000_000,
    warmUpSteps: 3,
    steady: true,
    samplesNs: samples(ns, 20, seed),
    samplesThinned: thinned(ns, 20),
    itemsPerSample,
    convergence: null,
    load: null,
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

/** A cell with changes; unless one is named, with an engine that computes on its device. */
export function cellOf(usual: Cell, change: Partial<Cell>): Cell {
  const cell = { ...usual, ...change };
  return change.engine !== undefined || change.device === undefined
    ? cell
    : { ...cell, engine: engineFor(cell.device) };
}

/** A VGG16 epoch of about `seconds` seconds; by default 196 steps of 256. */
export function vgg(seconds: number, change: Partial<Cell> = {}, seed = 1): Result {
  const batchSize = change.batchSize ?? 256;
  const stepsPerEpoch = Math.ceil(50_000 / batchSize);
  const stepNs = (seconds / stepsPerEpoch) * 1e9;
  const repetitions = [0, 1, 2].map((runIndex) => repetition(stepNs, batchSize, runIndex, seed + runIndex));
  const cell = cellOf(vggCell, change);
  const stepsTimed = Math.min(
    ...repetitions.map(({ samplesNs, samplesThinned }) => samplesNs.length + samplesThinned),
  );
  return {
    cell,
    outcome: okOf(cell, repetitions, { extrapolated: { stepsTimed, stepsPerEpoch } }),
  };
}

/** A matrix product of 1024 x 1024 at about `tflops` TFLOP/s. */
export function matmul(tflops: number, change: Partial<Cell> = {}, seed = 1): Result {
  const cell = cellOf(matmulCell, change);
  const ns = (2 * cell.size! ** 3) / (tflops * 1000);
  const repetitions = [0, 1, 2].map((runIndex) => repetition(ns, 1, runIndex, seed + runIndex));
  return { cell, outcome: okOf(cell, repetitions) };
}

/** A copy of a matrix of 8192 x 8192 at about `gigabytes` GB/s. */
export function copy(gigabytes: number, change: Partial<Cell> = {}, seed = 1): Result {
  const usual = cellOf({ ...matmulCell, workload: 'copy', size: 8192 }, change);
  // TensorFlow.js has no copy into an array that exists.
  const cell: Cell = usual.engine === 'tfjs-wasm' ? { ...usual, engine: 'wasm' } : usual;
  const ns = (8 * cell.size! ** 2) / gigabytes;
  const repetitions = [0, 1, 2].map((runIndex) => repetition(ns, 1, runIndex, seed + runIndex));
  return { cell, outcome: okOf(cell, repetitions) };
}

/** The same result with its outcome changed. */
export function changed(result: Result, change: (outcome: Ok) => Partial<Ok>): Result {
  if (result.outcome.status !== 'ok') throw new Error('the sample result must be measured');
  return { ...result, outcome: { ...result.outcome, ...change(result.outcome) } };
}

/** The machine of the results: its processor and its GPUs are those that were measured, besides the usual ones. */
function machineOf(results: readonly Result[]): Machine {
  const devices = results.map(({ cell }) => cell.device).filter(({ software }) => !software);
  const processor = devices.find(({ kind }) => kind === 'cpu')?.name ?? cpu.name;
  const names = new Set(devices.filter(({ kind }) => kind === 'gpu').map(({ name }) => name));
  names.delete(gpu.name);
  return {
    ...machine,
    cpu: { ...machine.cpu!, name: processor },
    gpus: [
      ...machine.gpus,
      ...[...names].map((name) => ({
        ...machine.gpus[0]!,
        name,
        vendor: vendorOf(name) ?? 'unknown',
        vramBytes: null,
      })),
    ],
  };
}

export function submission(results: Result[], change: Partial<Submission> = {}): Submission {
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'submission',
    suiteVersion: 1,
    runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24.21.0' },
    preset: 'standard',
    startedAt: '2026-11-22T12:00:00.000Z',
    finishedAt: '2026-11-22T16:00:00.000Z',
    interrupted: false,
    machine: machineOf(results),
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

let files = 0;

/** A file that is added after those before it, by default by an owner of its own. */
export function file(
  content: Submission,
  name = 'a',
  added: Partial<Pick<SubmissionFile, 'addedOrder' | 'owner' | 'sha256'>> = {},
): SubmissionFile {
  const path = `data/submissions/suite-1/${name}.json`;
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  files += 1;
  const owner = `owner-of-${name}`;
  return { path, shown: path, submission: content, sha256, addedOrder: files, owner, ...added };
}

/** The baseline with the given files as the submissions that it names. */
export const baselineNaming = (...named: SubmissionFile[]): Baseline => ({
  ...baseline,
  submissions: named.map(({ sha256 }) => sha256),
});

/** A file with its measurements, as the checks receive it. */
export function subject(...of: Parameters<typeof file>) {
  const one = file(...of);
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

/** Results of the publication and the machine that baseline.json names. */
export function published(results: Published['results']): Published {
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'published',
    id: 'tensorflow-metal-experiments',
    title: 'Somebody measured',
    source: {
      author: 'Somebody',
      url: 'https://example.org/results',
      licence: 'MIT',
      version: null,
      date: '2026-02-04',
      software: 'TensorFlow, version not given',
    },
    machines: { 'i7-8700': { name: 'A desktop', os: 'Windows 10' } },
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
