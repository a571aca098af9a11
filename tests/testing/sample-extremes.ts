/** @file A computer with the longest names and values that the contract allows, to test that pages can show them. */

import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Machine, Result } from '../../data/contract/submission.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { type Computer, ok, timed } from './sample-parts.ts';

/** A text of maximum length in few, long words. */
const word = (start: string, length: number) => start.padEnd(length, ' Extraordinarily');

/** A name of about the maximum length in few, long words that names have. */
const name = (start: string, known: string, length: number) =>
  start + ` ${known}`.repeat(Math.floor((length - start.length) / (known.length + 1)));

const machine: Machine = {
  os: {
    platform: 'linux',
    name: name('Linux', 'Professionnelle', 100),
    version: '6.12.48+deb13-cloud-amd64',
    arch: 'x64',
  },
  cpu: {
    name: name('Processor', 'Threadripper', 200),
    vendor: 'AMD',
    physicalCores: 96,
    logicalCores: 192,
    baseGHz: null,
  },
  gpus: [
    {
      name: name('Accelerator', 'Threadripper', 200),
      vendor: 'AMD',
      vramBytes: 2 ** 38,
      driver: '32.0.15.6094',
      cores: null,
    },
  ],
  memoryBytes: 2 ** 41,
};

export const extreme: Pick<Computer, 'machine' | 'pricePerHourUsd'> = {
  machine,
  pricePerHourUsd: 9_876.54321,
};

const gpu: Device = { kind: 'gpu', api: 'vulkan', name: machine.gpus[0]!.name, software: false };
const cpu: Device = { kind: 'cpu', api: 'none', name: machine.cpu!.name, software: false };

const reason = word('The driver says', 1000);

/** Nanoseconds per sample, far below and far above those of today's machines. */
const [SHORT_NS, LONG_NS] = [1_234_567, 12_345_678_901];

/** For the net with a baseline: a wider range of speedups than VGG16's would make it the default workload. */
const SLOWER = 1234;

/** Results of one run, equal except for their samples, so that two runs of the computer become one row. */
export function extremeResults(seed: number): Result[] {
  const result = (change: Partial<Cell>, ns: number): Result => {
    const cell: Cell = sampleCell({ engine: 'tfjs-webgpu', device: gpu, batchSize: 128, ...change });
    const outcome = ok([timed(ns, cell.batchSize ?? 1, 0, seed)], null, cell.mode);
    return { cell, outcome: { ...outcome, engineVersion: word('4', 100) } };
  };
  const refused = (change: Partial<Cell>, status: 'failed' | 'out-of-memory'): Result => {
    const { cell } = result(change, SHORT_NS);
    const outcome: Outcome = { status, reason, repetitions: [] };
    return { cell, outcome };
  };
  return [
    result({}, SHORT_NS),
    result({ recipe: 'naive', batchSize: 64 }, SHORT_NS * 7),
    result({ device: cpu, engine: 'tfjs-wasm' }, SHORT_NS * SLOWER),
    result({ device: cpu, engine: 'tfjs-wasm', recipe: 'naive', batchSize: 64 }, SHORT_NS * SLOWER),
    result({ workload: 'fashion-cnn', recipe: 'naive', batchSize: 64 }, SHORT_NS),
    result(
      { workload: 'fashion-cnn', device: cpu, engine: 'tfjs-wasm', recipe: 'naive', batchSize: 64 },
      LONG_NS,
    ),
    ...[1, 2, 4, 8, 16, 32, 65_536, 1_048_576].map((batchSize) =>
      result({ mode: 'infer', batchSize }, 1234 * batchSize),
    ),
    result({ workload: 'matmul', mode: 'op', batchSize: null, size: 1024 }, SHORT_NS),
    result({ workload: 'matmul', mode: 'op', batchSize: null, size: 65_536 }, LONG_NS),
    refused({ workload: 'fashion-cnn' }, 'failed'),
    refused({ workload: 'fashion-cnn', device: cpu, engine: 'tfjs-wasm' }, 'out-of-memory'),
  ];
}
