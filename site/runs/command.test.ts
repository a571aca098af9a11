import { describe, expect, it } from 'vitest';
import type { Cell } from '../../data/contract/cell.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { parseArguments } from '../../runner/cli/arguments.ts';
import { commandOf, commandOfRun } from './command.ts';

const cell = sampleCell({
  workload: 'vgg16-cifar100',
  device: { kind: 'cpu', api: 'none', name: 'Intel Core i7-8700', software: false },
  batchSize: 256,
});
const gpu = { kind: 'gpu', api: 'cuda', name: 'NVIDIA GeForce RTX 4090', software: false } as const;

it('names everything that the cell had', () => {
  expect(commandOf(cell, 'standard')).toBe(
    'npm run bench -- --preset standard --workload vgg16-cifar100 --mode train --engine tfjs-wasm --device cpu --recipe optimized --dtype float32 --batch 256',
  );
  expect(
    commandOf({ ...cell, workload: 'matmul', mode: 'op', batchSize: null, size: 2048 }, 'quick'),
  ).toMatch(/ --mode op .* --size 2048$/);
});

it('chooses a GPU by its number where there are several', () => {
  expect(commandOf({ ...cell, device: { ...gpu, index: 1 } }, 'quick')).toMatch(/ --device 1 /);
  expect(commandOf({ ...cell, device: gpu }, 'quick')).toMatch(/ --device gpu /);
});

it('leaves the file of a language model to be given, unless the runner generates it', () => {
  const languageModel = {
    ...{ name: 'Qwen2.5', quantization: 'Q4_0', parameters: 5e8, activeParameters: null, bytes: 4e8 },
    ...{ sha256: 'a'.repeat(64), generated: false, gpuLayers: 12 },
  };
  const model: Cell = {
    ...cell,
    workload: 'llm',
    mode: 'prompt',
    dtype: 'quantized',
    device: gpu,
    languageModel,
  };
  expect(commandOf(model, 'quick')).toMatch(/ --model FILE\.gguf --gpu-layers 12$/);
  expect(commandOf(model, 'quick')).not.toMatch(/dtype/);
  expect(commandOf({ ...model, languageModel: { ...languageModel, generated: true } }, 'quick')).not.toMatch(
    /model/,
  );
});

it('is a command that the runner reads', () => {
  const known = { workloads: ['vgg16-cifar100'], engines: ['tfjs-wasm'], version: '0.1.0' };
  const words = commandOf(
    { ...cell, device: { ...gpu, index: 1 }, sequenceLength: 128, size: 64 },
    'full',
  ).split(' ');
  const read = parseArguments(words.slice(words.indexOf('--') + 1), known as never);
  expect('choice' in read && read.choice).toMatchObject({
    ...{
      preset: 'full',
      workloads: ['vgg16-cifar100'],
      engines: ['tfjs-wasm'],
      device: '1',
      modes: ['train'],
    },
    ...{ recipes: ['optimized'], dtype: 'float32', batch: 256, size: 64, sequenceLength: 128 },
  });
});

const run = (cells: readonly Cell[], origin: 'cli' | 'browser' = 'cli') =>
  ({ preset: 'quick', results: cells.map((one) => ({ cell: one })), runner: { origin } }) as const;

describe('the command of a run', () => {
  const naive: Cell = { ...cell, device: gpu, engine: 'pytorch', recipe: 'naive', batchSize: 128 };

  it('names the one engine, recipe and device that its cells had, and their workloads', () => {
    expect(commandOfRun(run([naive, { ...naive, workload: 'mnist-cnn', batchSize: 64 }]))).toBe(
      'npm run bench -- --preset quick --workload vgg16-cifar100,mnist-cnn --mode train --engine pytorch --device gpu --recipe naive --dtype float32',
    );
  });

  it('of one cell is that of the cell', () => {
    expect(commandOfRun(run([naive]))).toBe(commandOf(naive, 'quick'));
  });

  it('leaves out what differs and cannot be a list, and a dtype beside a language model', () => {
    const both = run([naive, { ...naive, recipe: 'optimized', dtype: 'bfloat16', device: cell.device }]);
    expect(commandOfRun(both)).toMatch(/ --device gpu,cpu --recipe all --batch 128$/);
    const model: Cell = { ...naive, workload: 'llm', mode: 'generate', dtype: 'quantized', batchSize: null };
    expect(commandOfRun(run([naive, model]))).not.toContain('--dtype');
  });

  it('is null for a run of no cell, and for one in a browser', () => {
    expect(commandOfRun(run([]))).toBeNull();
    expect(commandOfRun(run([naive], 'browser'))).toBeNull();
  });

  it('is one that the runner reads', () => {
    const known = {
      workloads: ['vgg16-cifar100', 'mnist-cnn'],
      engines: ['pytorch', 'jax'],
      version: '0.1.0',
    };
    const cells = [naive, { ...naive, workload: 'mnist-cnn', recipe: 'optimized', engine: 'jax' } as const];
    const words = commandOfRun(run(cells))!.split(' ');
    const read = parseArguments(words.slice(words.indexOf('--') + 1), known as never);
    expect('choice' in read && read.choice).toMatchObject({
      ...{ workloads: ['vgg16-cifar100', 'mnist-cnn'], engines: ['pytorch', 'jax'], dtype: 'float32' },
      ...{ recipes: ['naive', 'optimized'], batch: 128, device: 'gpu', preset: 'quick' },
    });
  });
});
