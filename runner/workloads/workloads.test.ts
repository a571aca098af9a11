import { expect, test } from 'vitest';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { models } from '../models/index.ts';
import { workloads } from './index.ts';
import { matmul, matmulFlops } from './matmul.ts';

test('every workload has a known id of its own, every model a workload', () => {
  const ids = workloads.map((workload) => workload.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(workloadIdSchema.parse(id)).toBe(id);
  for (const workload of workloads)
    if (workload.kind === 'model') expect(workload.model.id).toBe(workload.id);
  expect(ids).toEqual(expect.arrayContaining(models.map((model) => model.id)));
});

test('a description is one sentence that can stand on the site', () => {
  for (const { description } of workloads) expect(description).toMatch(/^[A-Z][^.]*\.$/);
});

test('a product of two matrices of 8192 is 1.1 TFLOP', () => {
  expect(matmulFlops(8192)).toBe(1_099_511_627_776);
});

test('a larger preset measures every size of a smaller one, but for smoke', () => {
  const { quick, standard, full } = matmul.sizes;
  for (const kind of ['cpu', 'gpu'] as const) {
    expect(standard[kind]).toEqual(expect.arrayContaining([...quick[kind]]));
    expect(full[kind]).toEqual(expect.arrayContaining([...standard[kind]]));
  }
});
