import { describe, expect, it } from 'vitest';
import type { Result } from '../../data/contract/submission.ts';
import { infer, llm, without } from '../testing/mode-samples.ts';
import { file, gpu, matmul, submission, vgg } from '../testing/samples.ts';
import { duplicateCells } from './duplicates.ts';

const problemsOf = (results: Result[]) =>
  duplicateCells(file(submission(results))).map(({ field, message }) => `${field}: ${message}`);
const second = (index: number, earlier: number) =>
  `results.${index}.cell: is the same cell as results.${earlier}; a run measures each cell once: send the file as the runner wrote it, or measure again`;
const onGpu = { device: gpu };

describe('duplicateCells', () => {
  it('refuses the second of two equal cells, whatever became of them', () => {
    expect(problemsOf([vgg(300), matmul(0.1), vgg(200, {}, 7), vgg(250, {}, 9)])).toEqual([
      second(2, 0),
      second(3, 0),
    ]);
    const failed = without('failed', 'no driver', { ...onGpu, batchSize: 8 });
    expect(problemsOf([failed, infer(900, 8, onGpu)])).toEqual([second(1, 0)]);
  });

  it('refuses cells that differ only in how the device is written', () => {
    const spelled = { device: { ...gpu, name: 'NVIDIA GeForce RTX 4070 Super' } };
    expect(problemsOf([matmul(5, onGpu), matmul(6, spelled, 5)])).toEqual([second(1, 0)]);
  });

  it('accepts everything that a run writes: sweeps, devices, dtypes, recipes, models', () => {
    expect(
      problemsOf([
        ...[1, 2, 4, 32].map((batchSize) => infer(900, batchSize, onGpu)),
        ...[matmul(0.1), matmul(5, onGpu), matmul(5, { device: { ...gpu, index: 1 } })],
        ...[matmul(5, { ...onGpu, dtype: 'tf32' }), matmul(5, { ...onGpu, recipe: 'naive' })],
        ...[matmul(5, { ...onGpu, size: 2048 }), matmul(5, { ...onGpu, engine: 'pytorch' })],
        ...[llm('prompt', 60), llm('generate', 60), llm('generate', 60, {}, { sha256: '5b'.repeat(32) })],
        matmul(5, { device: { ...gpu, api: 'cuda' } }),
      ]),
    ).toEqual([]);
  });
});
