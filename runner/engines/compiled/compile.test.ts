import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { createBatch, DROPOUT_STREAM, modelValues, streamKey, uniform } from '../../models/generator.ts';
import { kerasAdam, kerasRmsProp, type Model, type Optimizer } from '../../models/layers.ts';
import { CHECK_SEED, findReference } from '../../models/references.ts';
import { SEED } from '../../testing/tiny-nets.ts';
import { fashionCnn } from '../../workloads/fashion-cnn.ts';
import { mnistCnn } from '../../workloads/mnist-cnn.ts';
import { everything } from '../tfjs/testing/everything.ts';
import { type CompileOptions, inferenceGraph, trainingGraph } from './compile.ts';
import type { Graph } from './graph/graph.ts';
import { createPlan } from './plan/create.ts';
import { stepScalars } from './scalars.ts';
import { largestError } from './testing/error.ts';
import { createPlannedMemory } from './testing/nets/planned-memory.ts';
import { smallNets } from './testing/nets/small.ts';
import { BATCH, createTrainer, train, writeParameters } from './testing/nets/trainer.ts';
import { createMemory, type Memory } from './testing/plain/memory.ts';
import { runPlain } from './testing/plain/run.ts';

const limits = { bindingBytes: 2 ** 27, bindings: 8, half: true };
const recipes = ['naive', 'optimized'] as const;
const options = (
  recipe: CompileOptions['recipe'],
  type: CompileOptions['type'] = 'float32',
): CompileOptions => ({
  type,
  recipe,
  limits,
});
const batchOf = (model: Model) => createBatch(model, SEED, 0, BATCH);
const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
const join = (arrays: readonly ArrayLike<number>[]): number[] => arrays.flatMap((array) => Array.from(array));

function outputsOf(graph: Graph, model: Model): Float64Array {
  const memory = createMemory(graph.blocks);
  writeParameters(graph, memory, model, SEED);
  memory.write(graph.inputs[0]!, batchOf(model).inputs);
  runPlain(graph.operations, memory);
  return memory.of(graph.results[0]!);
}

/** Start values plus noise: a bias of 0 behind a relu would stand on an edge, where there is no derivative. */
function writeNoisy(graph: Graph, memory: Memory, model: Model): void {
  writeParameters(graph, memory, model, SEED);
  const noise = streamKey(SEED, 0);
  let drawn = 0;
  for (const { value } of graph.parameters) {
    const values = memory.of(value);
    values.forEach((start, at) => {
      values[at] = start + 0.1 * uniform(noise, drawn++);
    });
  }
}

/** Some of the numbers of each array, and how the loss depends on them: by the graph and by central differences. */
function slopes(graph: Graph, model: Model): [gradients: number[], differences: number[]] {
  const step = 1e-5;
  const memory = createMemory(graph.blocks);
  const trainer = createTrainer(graph, memory, { model, seed: SEED, dropout: true });
  writeNoisy(graph, memory, model);
  trainer.step(batchOf(model));
  const gradients = trainer.gradients();
  writeNoisy(graph, memory, model);
  const end = graph.operations.findIndex(({ kind }) => kind === 'cross-entropy') + 1;
  const forward = graph.operations.slice(0, end);
  const scalars = stepScalars(model.optimizer, 1, streamKey(SEED, DROPOUT_STREAM));
  const lossAt = (values: Float64Array, at: number, moved: number) => {
    const start = values[at]!;
    values[at] = start + moved;
    runPlain(forward, memory, { scalars });
    values[at] = start;
    return memory.of(graph.results[0]!)[0]!;
  };
  const found: [number[], number[]] = [[], []];
  graph.parameters.forEach(({ value }, parameter) => {
    const values = memory.of(value);
    for (let at = 0; at < values.length; at += Math.ceil(values.length / 5)) {
      found[0].push(gradients[parameter]![at]!);
      found[1].push((lossAt(values, at, step) - lossAt(values, at, -step)) / (2 * step));
    }
  });
  return found;
}

/** What an optimizer subtracts from weight number `i` of an array, by the formulas in models/layers.ts. */
function textbookStep(
  optimizer: Optimizer,
  { means, squares }: Record<'means' | 'squares', Float64Array>,
  i: number,
  gradient: number,
  step: number,
): number {
  const { learningRate, epsilon } = optimizer;
  if (optimizer.kind === 'rmsprop') {
    squares[i] = optimizer.rho * squares[i]! + (1 - optimizer.rho) * gradient ** 2;
    return (learningRate * gradient) / Math.sqrt(squares[i]! + epsilon);
  }
  const { beta1, beta2 } = optimizer;
  means[i] = beta1 * means[i]! + (1 - beta1) * gradient;
  squares[i] = beta2 * squares[i]! + (1 - beta2) * gradient ** 2;
  const mean = means[i]! / (1 - beta1 ** step);
  return (learningRate * mean) / (Math.sqrt(squares[i]! / (1 - beta2 ** step)) + epsilon);
}

describe.each(smallNets)('%s', (_, model) => {
  it.each(recipes)('has the outputs, the loss and the gradients of TensorFlow.js (%s)', async (recipe) => {
    const [outputs, loss, ...gradients] = await everything('cpu', model);
    const found = train(trainingGraph(model, BATCH, options(recipe)), model, 1, { dropout: false });
    expect(
      largestError(outputsOf(inferenceGraph(model, BATCH, options(recipe)), model), outputs!),
    ).toBeLessThan(1e-5);
    expect(largestError(found.losses, loss!)).toBeLessThan(1e-5);
    expect(largestError(join(found.gradients), join(gradients))).toBeLessThan(1e-5);
  });

  it.each(recipes)('has the gradients of finite differences, with dropout (%s)', (recipe) => {
    const [gradients, differences] = slopes(trainingGraph(model, BATCH, options(recipe)), model);
    expect(largestError(gradients, differences)).toBeLessThan(1e-7);
  });

  it('has the same losses and gradients in both recipes after two steps with dropout', () => {
    const [naive, optimized] = recipes.map((recipe) =>
      train(trainingGraph(model, BATCH, options(recipe)), model, 2),
    );
    expect(largestError(optimized!.losses, naive!.losses)).toBeLessThan(1e-12);
    expect(largestError(join(optimized!.gradients), join(naive!.gradients))).toBeLessThan(1e-9);
  });

  it.each(recipes)('has the same gradients where values share slots (%s)', (recipe) => {
    const graph = trainingGraph(model, BATCH, options(recipe));
    const planned = createPlannedMemory(createPlan(graph));
    const found = train(graph, model, 2, { memory: planned, run: planned.run });
    expect(found).toEqual(train(graph, model, 2));
  });

  it('is as precise as half precision in float16', () => {
    const exact = train(trainingGraph(model, BATCH, options('optimized')), model, 1);
    for (const recipe of recipes) {
      const graph = trainingGraph(model, BATCH, options(recipe, 'float16'));
      const found = train(graph, model, 1, {
        run: (operations, memory, scalars) => runPlain(operations, memory, { scalars, round: true }),
      });
      expect(Math.abs(found.losses[0]! / exact.losses[0]! - 1)).toBeLessThan(5e-3);
      expect(largestError(join(found.gradients), join(exact.gradients))).toBeLessThan(2e-2);
    }
  });
});

describe.each([kerasAdam(1e-2), { ...kerasRmsProp, learningRate: 1e-2 }])('$kind', (optimizer) => {
  it.each(recipes)('updates by the textbook formula (%s)', (recipe) => {
    const model: Model = { ...smallNets[0]![1], optimizer };
    const graph = trainingGraph(model, BATCH, options(recipe));
    const memory = createMemory(graph.blocks);
    const trainer = createTrainer(graph, memory, { model, seed: SEED, dropout: false });
    const weights = modelValues(model, SEED).map((values) => Float64Array.from(values));
    const means = weights.map((values) => new Float64Array(values.length));
    const squares = weights.map((values) => new Float64Array(values.length));
    for (let step = 1; step <= 3; step++) {
      trainer.step(batchOf(model));
      trainer.gradients().forEach((gradient, array) => {
        gradient.forEach((g, i) => {
          const state = { means: means[array]!, squares: squares[array]! };
          weights[array]![i]! -= textbookStep(optimizer, state, i, g, step);
        });
      });
    }
    const found = graph.parameters.map(({ value }) => memory.of(value));
    expect(largestError(join(found), join(weights))).toBeLessThan(1e-12);
  });
});

it.each([mnistCnn, fashionCnn])('$id has the losses and gradient norms of its reference', (model) => {
  const reference = findReference(model.id)!;
  const graph = trainingGraph(model, reference.batch, options('optimized'));
  const trainer = createTrainer(graph, createMemory(graph.blocks), {
    model,
    seed: CHECK_SEED,
    dropout: false,
  });
  const batch = createBatch(model, CHECK_SEED, 0, reference.batch);
  expect(trainer.step(batch) / reference.losses[0]!).toBeCloseTo(1, 7);
  const norms = trainer.gradients().map(norm);
  expect(norms.map((found, at) => found / reference.gradients[at]!)).toEqual(
    norms.map(() => expect.closeTo(1, 7)),
  );
  expect(trainer.step(batch) / reference.losses[1]!).toBeCloseTo(1, 6);
});
