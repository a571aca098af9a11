import { describe, expect, it } from 'vitest';
import type { WorkloadId } from '../../../data/contract/words.ts';
import type { Model } from '../../models/layers.ts';
import { models } from '../../workloads/index.ts';
import { type CompileOptions, trainingGraph } from './compile.ts';
import { fuse } from './fuse.ts';
import type { Graph } from './graph/graph.ts';
import { readsOf, writesOf } from './graph/operands.ts';
import { type Elementwise, hasEpilogue, type Operation } from './graph/operation.ts';
import type { Step } from './graph/step.ts';
import type { Value } from './graph/value.ts';
import { largestError } from './testing/error.ts';
import { smallNets } from './testing/nets/small.ts';
import { train } from './testing/nets/trainer.ts';

const limits = { bindingBytes: 2 ** 30, bindings: 8, half: true };
const optimized: CompileOptions = { type: 'float32', recipe: 'optimized', limits };

/** An operation as its kind and its steps, for example "product add relu". */
const describeOperation = (operation: Operation): string =>
  [operation.kind, ...(hasEpilogue(operation) ? operation.epilogue : []).map(({ kind }) => kind)].join(' ');

const describeGraph = ({ operations }: Graph): string[] => operations.map(describeOperation);

const boundBy = (operation: Operation): Set<number> =>
  new Set([...readsOf(operation), ...writesOf(operation)].map(({ id }) => id));

describe('a fused net', () => {
  const smallNet = (name: string): Model => new Map(smallNets).get(name)!;

  it('has its elementwise operations in the ones before them, forward and backward', () => {
    expect(describeGraph(trainingGraph(smallNet('convolutions, pools and dropout'), 3, optimized))).toEqual([
      'convolution add relu',
      'max-pool dropout',
      'convolution add relu',
      'max-pool',
      'product add relu dropout',
      'product add',
      'cross-entropy',
      'sum-rows',
      'product',
      'product dropout relu-gradient',
      'sum-rows',
      'product',
      'product',
      'max-pool-gradient relu-gradient',
      'sum-rows',
      'convolution-filter-gradient',
      'convolution-input-gradient dropout',
      'max-pool-gradient relu-gradient',
      'sum-rows',
      'convolution-filter-gradient',
      'update',
    ]);
  });

  it('adds shortcuts at the end of bodies, and keeps what the backward pass reads', () => {
    const model = smallNet('samples into an activation, a normalization and a residual');
    expect(describeGraph(trainingGraph(model, 3, optimized))).toEqual([
      'elementwise relu',
      'layer-normalization',
      'product add keep gelu',
      'product add add',
      'shift-rows',
      'product add',
      'cross-entropy',
      'sum-rows',
      'product',
      'product',
      'shift-rows',
      'sum-rows',
      'product',
      'product gelu-gradient',
      'sum-rows',
      'product',
      'product add',
      'normalization-sums',
      'update',
    ]);
  });

  it('projects to query, key and value at once', () => {
    const graph = trainingGraph(smallNet('attention whose projections are computed together'), 3, optimized);
    const batches = graph.operations.map((one) => (one.kind === 'product' ? one.batch.outer : 0));
    expect(batches.filter((outer) => outer === 3)).toHaveLength(2);
  });

  it.each([4, 5, 6])('keeps to a limit of %i arrays', (bindings) => {
    for (const [, model] of smallNets) {
      const naive = trainingGraph(model, 3, { ...optimized, recipe: 'naive' });
      const fused = fuse(naive, { ...limits, bindings });
      const joined = fused.operations.filter((one) => hasEpilogue(one) && one.epilogue.length > 1);
      expect(joined.filter((one) => boundBy(one).size > bindings).map(describeOperation)).toEqual([]);
      expect(fused.operations.length).toBeLessThan(naive.operations.length);
      expect(largestError(train(fused, model, 2).losses, train(naive, model, 2).losses)).toBeLessThan(1e-12);
    }
  });
});

describe('an elementwise operation', () => {
  const value = (id: number, kind: 'input' | 'temporary' | 'result'): Value => ({
    id,
    name: `value ${id}`,
    shape: [4],
    type: 'float32',
    place: { kind },
  });
  const step = (input: Value, out: Value, ...epilogue: Step[]): Elementwise => ({
    kind: 'elementwise',
    input: { value: input, index: { kind: 'same' } },
    out,
    epilogue,
  });
  const add = (operand: Value): Step => ({
    kind: 'add',
    operand: { value: operand, index: { kind: 'same' } },
  });
  const input = value(0, 'input');
  const [a, b] = [value(1, 'temporary'), value(2, 'temporary')];
  const out = value(3, 'result');
  const fused = (...operations: Operation[]) =>
    fuse({ operations, parameters: [], blocks: [], inputs: [input], results: [out], lossScale: 1 }, limits)
      .operations;

  it('joins the operation that computes its input', () => {
    expect(fused(step(input, a, { kind: 'relu' }), step(a, out, add(input)))).toEqual([
      step(input, out, { kind: 'relu' }, add(input)),
    ]);
  });

  it('stays alone where an operand is computed after that operation', () => {
    const operations = [
      step(input, a, { kind: 'relu' }),
      step(input, b, { kind: 'gelu' }),
      step(a, out, add(b)),
    ];
    expect(fused(...operations)).toEqual(operations);
    expect(fused(...operations.slice(0, 2), step(b, out, add(a)))).toEqual([
      operations[0],
      step(input, out, { kind: 'gelu' }, add(a)),
    ]);
  });

  it('stays alone where its input is an operand, too', () => {
    const operations = [step(input, a, { kind: 'relu' }), step(a, out, add(a))];
    expect(fused(...operations)).toEqual(operations);
  });

  it('leaves its input in memory where another operation or the host reads it', () => {
    expect(
      fused(step(input, a, { kind: 'relu' }), step(a, b, { kind: 'gelu' }), step(b, out, add(a))),
    ).toEqual([
      step(input, b, { kind: 'relu' }, { kind: 'keep', out: a }, { kind: 'gelu' }),
      step(b, out, add(a)),
    ]);
    expect(fused(step(input, out, { kind: 'relu' }), step(out, b, { kind: 'gelu' }))).toEqual([
      step(input, b, { kind: 'relu' }, { kind: 'keep', out }, { kind: 'gelu' }),
    ]);
  });
});

describe.each(models)('$id', (model) => {
  const graph = trainingGraph(model, model.batchSize.optimized, optimized);

  it('binds at most as many arrays in an operation as a device allows', () => {
    // The kernels of the gradient of an attention share its nine arrays.
    const large = graph.operations.filter(
      (one) => one.kind !== 'attention-gradient' && boundBy(one).size > limits.bindings,
    );
    expect(large.map(describeOperation)).toEqual([]);
  });

  it('binds no arena for reading and for writing in one operation, except in updates', () => {
    const arenasOf = (values: readonly Value[]) =>
      new Set(values.flatMap(({ place }) => (place.kind === 'arena' ? [place.arena] : [])));
    for (const operation of graph.operations) {
      if (operation.kind === 'update') continue;
      const written = arenasOf(writesOf(operation));
      expect([...arenasOf(readsOf(operation))].filter((arena) => written.has(arena))).toEqual([]);
    }
  });

  it('takes few operations', () => {
    const most: Partial<Record<WorkloadId, number>> = {
      'vgg16-cifar100': 75,
      'mnist-cnn': 25,
      'fashion-cnn': 21,
      resnet18: 147,
      'image-cnn': 27,
      'transformer-encoder': 166,
      'deit-small': 330,
    };
    expect(graph.operations.length).toBeLessThanOrEqual(most[model.id]!);
  });
});
