import { expect, test } from 'vitest';
import { findWorkload } from '../../data/catalogue/index.ts';
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { forwardMacs as catalogueMacs } from '../../data/derive/work.ts';
import { atLength, type Model, type Net } from '../models/layers.ts';
import { forwardMacs, parameterCount } from '../models/shapes.ts';
import { models, workloads } from './index.ts';
import { SWEEP_TOKENS } from './workload.ts';

test('every workload is declared once, every model has its workload', () => {
  const ids = workloads.map((workload) => workload.id);
  expect(ids.toSorted()).toEqual(workloadIdSchema.options.toSorted());
  for (const workload of workloads)
    if (workload.kind === 'model') expect(workload.model.id).toBe(workload.id);
  expect(ids).toEqual(expect.arrayContaining(models.map((model) => model.id)));
});

test('training to a target is for the nets whose data set can be fetched', () => {
  const converging = workloads.filter(({ modes }) => modes.includes('converge')).map(({ id }) => id);
  expect(converging).toEqual(['vgg16-cifar100', 'mnist-cnn', 'fashion-cnn', 'deit-small']);
  for (const { id, modes } of workloads)
    expect(modes.includes('converge')).toBe(findWorkload(id)?.targetAccuracy !== null);
});

test('every length of a sweep divides its tokens', () => {
  const lengths = workloads.flatMap((workload) =>
    'sweepLengths' in workload ? [...workload.sweepLengths] : [],
  );
  expect(lengths).toHaveLength(13);
  expect(lengths.filter((length) => SWEEP_TOKENS % length !== 0)).toEqual([]);
});

const names = { adam: 'Adam', rmsprop: 'RMSprop' };

function expectTraining(facts: WorkloadFacts, { dataset, optimizer }: Model) {
  expect(facts).toMatchObject({
    dataset: dataset.name,
    trainingSamples: dataset.trainSamples,
    optimiser: `${names[optimizer.kind]} ${optimizer.learningRate.toExponential()}`,
  });
  expect(facts.epochsPerRun).toBeGreaterThan(0);
}

function expectNet(facts: WorkloadFacts, net: Net, lengths: readonly number[]) {
  const isSequence = net.input.kind !== 'image';
  expect(facts).toMatchObject({
    parameters: parameterCount(net),
    sequenceLength: isSequence ? net.inputShape[0] : null,
  });
  const cell = { mode: 'infer', size: null, sequenceLength: null } as const;
  expect(catalogueMacs(facts, cell)).toBe(forwardMacs(net));
  for (const sequenceLength of lengths) {
    const macs = forwardMacs(atLength(net, sequenceLength));
    expect(catalogueMacs(facts, { ...cell, sequenceLength })).toBe(macs);
  }
}

test.each(workloads.map((workload) => [workload.id, workload] as const))(
  'the catalogue says of %s what its declaration computes',
  (id, workload) => {
    const facts = findWorkload(id)!;
    expect(facts.modes).toEqual(workload.modes);
    switch (workload.kind) {
      case 'model':
        expectTraining(facts, workload.model);
        return expectNet(facts, workload.model, workload.sweepLengths);
      case 'attention': {
        expectNet(facts, workload.layer, workload.layerLengths);
        const units = workload.layer.inputShape[1]!;
        for (const length of workload.sweepLengths) {
          const macs = catalogueMacs(facts, { mode: 'op', size: null, sequenceLength: length });
          expect(macs).toBe(2 * length ** 2 * units);
        }
        return expect(units % workload.heads).toBe(0);
      }
      case 'matmul':
        return expect(facts).toMatchObject({ parameters: null, macs: null, dataset: null });
    }
  },
);
