import { expect, it } from 'vitest';
import type { Cell } from '../../data/contract/cell.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { parseArguments } from '../../runner/cli/arguments.ts';
import { commandOf } from './command.ts';

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
