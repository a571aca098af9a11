import { expect, test } from 'vitest';
import { findWorkload } from '../../data/catalogue/index.ts';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { models } from '../models/index.ts';
import { forwardMacs, parameterCount } from '../models/shapes.ts';
import { workloads } from './index.ts';

test('every workload has a known id of its own, every model a workload', () => {
  const ids = workloads.map((workload) => workload.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(workloadIdSchema.parse(id)).toBe(id);
  for (const workload of workloads)
    if (workload.kind === 'model') expect(workload.model.id).toBe(workload.id);
  expect(ids).toEqual(expect.arrayContaining(models.map((model) => model.id)));
});

test.each(workloads.map((workload) => [workload.id, workload] as const))(
  'the catalogue says of %s what its declaration computes',
  (id, workload) => {
    const facts = findWorkload(id);
    expect(facts?.modes).toEqual(workload.modes);
    if (workload.kind === 'matmul') return;
    const { model } = workload;
    expect(facts).toMatchObject({
      dataset: model.dataset.name,
      trainingSamples: model.dataset.trainSamples,
      parameters: parameterCount(model),
      macsPerSample: forwardMacs(model),
    });
  },
);
