/** @file Sample results of engines outside Node: one net on every engine of a computer, and a language model. */

import { findWorkload } from '../../data/catalogue/index.ts';
import type { Cell, LanguageModel } from '../../data/contract/cell.ts';
import type { PeakMemory } from '../../data/contract/outcome.ts';
import type { Check } from '../../data/contract/proof.ts';
import type { Result } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { exampleLanguageModel } from '../../site/testing/sample-rows.ts';
import { type Computer, ok, timed } from './sample-parts.ts';

/** Engines of a system, each with its share of the sustained rate. */
const engines: Record<'linux' | 'darwin', [EngineId, number][]> = {
  linux: [
    ['pytorch', 1.9],
    ['tensorflow', 1.5],
    ['tfjs-webgpu', 0.6],
    ['tfjs-wasm', 0.3],
    ['tfjs-node', 0.8],
  ],
  darwin: [
    ['mlx', 1.6],
    ['pytorch', 1.3],
    ['tensorflow', 0.9],
  ],
};

const onDevice = (engine: EngineId, kind: 'gpu' | 'cpu') =>
  engine === 'tfjs-webgpu' ? kind === 'gpu' : engine === 'tfjs-wasm' ? kind === 'cpu' : true;

/** APIs of the Python frameworks; TensorFlow.js has its own. */
function deviceOf(computer: Computer, kind: 'gpu' | 'cpu', engine: EngineId): Cell['device'] {
  const device = computer[kind];
  const native = engine !== 'tfjs-webgpu' && device.api === 'vulkan';
  return native ? { ...device, api: 'cuda' } : device;
}

/** Training of VGG16 on every engine and device, naive and optimized; on a GPU optimized also in half precision. */
export function netResults(computer: Computer, seed: number): Result[] {
  const platform = computer.machine.os.platform === 'darwin' ? 'darwin' : 'linux';
  return engines[platform].flatMap(([engine, rate], index) =>
    (['gpu', 'cpu'] as const)
      .filter((kind) => onDevice(engine, kind))
      .flatMap((kind) => {
        const cell: Cell = sampleCell({
          workload: 'vgg16-cifar100',
          engine,
          device: deviceOf(computer, kind, engine),
          recipe: 'naive',
          batchSize: 128,
        });
        const optimized = { recipe: 'optimized', batchSize: 256 } as const;
        const half = kind === 'gpu' && !engine.startsWith('tfjs');
        const cells: [Cell, number][] = [
          [cell, 0.5],
          [{ ...cell, ...optimized }, 1],
          ...(half ? [[{ ...cell, ...optimized, dtype: 'bfloat16' }, 1.7] as [Cell, number]] : []),
        ];
        return cells.map(([one, gain], at) =>
          trained(computer, one, rate * gain, 100 * seed + 10 * index + at),
        );
      }),
  );
}

function trained(computer: Computer, cell: Cell, rate: number, seed: number): Result {
  const { kind } = cell.device;
  const flops = flopsPerItem(findWorkload(cell.workload)!, cell)!;
  // Short steps of the optimized recipe are timed in groups of four.
  const items = cell.batchSize! * (cell.recipe === 'optimized' ? 4 : 1);
  const ns = (flops * items) / (computer.tflops[kind] * rate * 1e3);
  const repetitions = [0, 1, 2].map((runIndex) => timed(ns, items, runIndex, seed));
  return { cell, outcome: ok(repetitions, null, 'train') };
}

const model: LanguageModel = { ...exampleLanguageModel, sha256: 'c0ffee'.padEnd(64, '1') };
const larger: LanguageModel = {
  ...model,
  quantization: 'Q8_0',
  bytes: 525_176_832,
  sha256: 'beef'.padEnd(64, '2'),
};

/** Prompt and generation on the CPU, with some layers on the GPU, and with all layers on the GPU. */
export function modelResults(computer: Computer, seed: number): Result[] {
  const apple = computer.machine.os.platform === 'darwin';
  const run = (mode: 'prompt' | 'generate', file: LanguageModel, layers: number | null, engine: EngineId) =>
    spoken(computer, mode, { ...file, gpuLayers: layers }, engine, seed);
  return (['prompt', 'generate'] as const).flatMap((mode) => [
    ...[model, larger].flatMap((file) => [
      run(mode, file, 0, 'llama.cpp'),
      run(mode, file, null, 'llama.cpp'),
    ]),
    ...(apple ? [run(mode, model, null, 'mlx-lm')] : [run(mode, model, 12, 'llama.cpp')]),
  ]);
}

const checks: Record<'llama.cpp' | 'bench', Check> = {
  'llama.cpp': {
    kind: 'next-token',
    against: 'reference',
    positions: 8,
    maxRelativeError: 0.0043,
    tolerance: 0.02,
    passed: true,
  },
  bench: {
    kind: 'none',
    why: 'llama-bench times itself and shows no output',
    maxRelativeError: null,
    passed: null,
  },
};

function spoken(
  computer: Computer,
  mode: 'prompt' | 'generate',
  languageModel: LanguageModel,
  engine: EngineId,
  seed: number,
): Result {
  const { gpuLayers, bytes } = languageModel;
  const kind = gpuLayers === 0 ? 'cpu' : 'gpu';
  const sequenceLength = mode === 'prompt' ? 512 : 128;
  const sustained =
    mode === 'prompt' ? (computer.tflops[kind] * 1e12) / 1e9 : { gpu: 180e9, cpu: 24e9 }[kind] / bytes;
  const share = (gpuLayers === null || gpuLayers === 0 ? 1 : 0.35) * (engine === 'mlx-lm' ? 1.2 : 1);
  const ns = (sequenceLength / (sustained * share)) * 1e9;
  const cell: Cell = {
    workload: 'llm',
    mode,
    engine,
    device: deviceOf(computer, kind, engine),
    recipe: 'optimized',
    dtype: 'quantized',
    batchSize: null,
    size: null,
    sequenceLength,
    languageModel,
  };
  const repetitions = [0, 1, 2].map((runIndex) => ({
    ...timed(ns, sequenceLength, runIndex, seed + bytes + (gpuLayers ?? 99)),
    warmUpSteps: 1,
  }));
  const method: PeakMemory['method'] = engine === 'mlx-lm' ? 'mlx-peak' : 'rss-peak';
  return {
    cell,
    outcome: {
      ...ok(repetitions, null, mode),
      check: gpuLayers === 12 ? checks.bench : checks['llama.cpp'],
      peakMemory: { bytes: Math.round(bytes * 1.3) + 60_000_000, method },
    },
  };
}
