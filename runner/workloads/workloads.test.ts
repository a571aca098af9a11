import { expect, test } from 'vitest';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { models } from '../models/index.ts';
import { workloads } from './index.ts';

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
