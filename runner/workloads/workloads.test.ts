import { describe, expect, test } from 'vitest';
import { findWorkload } from '../../data/catalogue/index.ts';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { forwardMacs as catalogueMacs } from '../../data/derive/work.ts';
import { datasets } from '../datasets/catalogue.ts';
import { atLength, type Net } from '../models/layers.ts';
import { referenceParameters } from '../models/references.ts';
import { forwardMacs, parameterCount } from '../models/shapes.ts';
import { models, workloads } from './index.ts';
import { SWEEP_TOKENS, type Workload } from './workload.ts';

const factsOf = ({ id }: Pick<Workload, 'id'>) => findWorkload(id)!;

/** The net of each workload that has one, with the lengths at which it runs. */
const nets = workloads.flatMap((workload): [string, Net, readonly number[]][] => {
  if (workload.kind === 'model') return [[workload.id, workload.model, workload.sweepLengths]];
  return workload.kind === 'attention' ? [[workload.id, workload.layer, workload.layerLengths]] : [];
});

test('every workload is declared once, and its net has the same id', () => {
  expect(workloads.map(({ id }) => id).toSorted()).toEqual(workloadIdSchema.options.toSorted());
  for (const [id, net] of nets) expect(net.id).toBe(id);
});

test('exactly the nets whose data set can be downloaded are trained to a target, and they have one', () => {
  for (const workload of workloads) {
    const isOfficial = workload.kind === 'model' && workload.model.dataset.name in datasets;
    expect(workload.modes.includes('converge'), workload.id).toBe(isOfficial);
    expect(
      factsOf(workload).targetAccuracy !== null,
      `data/catalogue/workloads/${workload.id}.json: targetAccuracy`,
    ).toBe(isOfficial);
  }
});

test.each(models.filter(({ dataset }) => dataset.name in datasets))(
  '$id has as many samples as its data set',
  ({ dataset, classes }) => {
    expect(datasets[dataset.name as keyof typeof datasets]).toMatchObject({ ...dataset, classes });
  },
);

test('exactly the trained workloads declare epochs per run', () => {
  for (const workload of workloads) {
    const { epochsPerRun } = factsOf(workload);
    const message = `data/catalogue/workloads/${workload.id}.json: epochsPerRun`;
    expect(epochsPerRun !== null, message).toBe(workload.modes.includes('train'));
  }
});

test('every length of a sweep divides the number of tokens', () => {
  const lengths = workloads.flatMap((workload) =>
    'sweepLengths' in workload ? [...workload.sweepLengths] : [],
  );
  expect(lengths).not.toEqual([]);
  expect(lengths.filter((length) => SWEEP_TOKENS % length !== 0)).toEqual([]);
});

describe.each(nets)('%s', (id, net, lengths) => {
  test('has as many parameters as the second net that computed its reference', () => {
    const remedy = `compare runner/workloads/${id}.ts with runner/models/references/nets/${id}.py`;
    expect(parameterCount(net), remedy).toBe(referenceParameters(net.id));
  });

  test('has the multiply-accumulates of the catalogue at every length', () => {
    const facts = factsOf(net);
    const cell = { mode: 'infer', size: null, sequenceLength: null } as const;
    expect(catalogueMacs(facts, cell)).toBe(forwardMacs(net));
    for (const sequenceLength of lengths) {
      const macs = forwardMacs(atLength(net, sequenceLength));
      expect(catalogueMacs(facts, { ...cell, sequenceLength })).toBe(macs);
    }
  });
});

test.each(workloads.filter((one) => one.kind === 'attention'))(
  'the operation alone of $id is the part of its layer that grows with the square of the length',
  (workload) => {
    const units = workload.layer.inputShape[1]!;
    for (const length of workload.sweepLengths) {
      const macs = catalogueMacs(factsOf(workload), { mode: 'op', size: null, sequenceLength: length });
      expect(macs).toBe(2 * length ** 2 * units);
    }
    expect(units % workload.heads).toBe(0);
  },
);
