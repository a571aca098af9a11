/** @file Nets on the CPU's backend: against the plain interpreter, and with any number of threads. */
import { describe, expect, test } from 'vitest';
import { createBatch, DROPOUT_STREAM, streamKey } from '../../models/generator.ts';
import type { Model } from '../../models/layers.ts';
import { SEED } from '../../testing/tiny-nets.ts';
import { trainingGraph } from '../compiled/compile.ts';
import type { Graph } from '../compiled/graph/graph.ts';
import { buildProgram } from '../compiled/program.ts';
import { stepScalars } from '../compiled/scalars.ts';
import { largestError } from '../compiled/testing/error.ts';
import { smallNets } from '../compiled/testing/nets/small.ts';
import { BATCH, train } from '../compiled/testing/nets/trainer.ts';
import type { WasmBackend } from './device/backend.ts';
import { startWasm } from './start.ts';

const STEPS = 3;

const backends = new Map(
  await Promise.all([1, 2, 3].map(async (threads) => [threads, await startWasm(threads)] as const)),
);

const graphOf = (model: Model, recipe: 'naive' | 'optimized', batch: number): Graph =>
  trainingGraph(model, batch, { type: 'float32', recipe, limits: backends.get(1)!.limits });

const join = (arrays: readonly ArrayLike<number>[]): number[] => arrays.flatMap((array) => Array.from(array));

/** Losses of the first steps with dropout, then the gradients of the last, and the parameters after it. */
async function trained(backend: WasmBackend, graph: Graph, model: Model, batch: number, steps = STEPS) {
  const subject = { name: 'a small net', option: '--batch' };
  const { executable, restart } = await buildProgram(backend, graph, 'optimized', subject);
  restart(SEED);
  const { inputs, labels } = createBatch(model, SEED, 0, batch);
  const set = executable.createInputs();
  set.write([inputs, labels]);
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    executable.run(set, stepScalars(model.optimizer, step, streamKey(SEED, DROPOUT_STREAM)));
    losses.push((await executable.read(graph.results[0]!))[0]!);
  }
  const gradients: Float32Array[] = [];
  const parameters: Float32Array[] = [];
  for (const { value, gradient } of graph.parameters) {
    gradients.push(await executable.read(gradient!));
    parameters.push(await executable.read(value));
  }
  set.dispose();
  executable.dispose();
  return { losses, gradients, parameters };
}

describe.each(smallNets)('%s', (_, model) => {
  test.each(['naive', 'optimized'] as const)(
    'has the losses and gradients of float64 (%s)',
    async (recipe) => {
      const graph = graphOf(model, recipe, BATCH);
      const found = await trained(backends.get(1)!, graph, model, BATCH, 2);
      const expected = train(graph, model, 2);
      expect(largestError(found.losses, expected.losses)).toBeLessThan(1e-4);
      expect(largestError(join(found.gradients), join(expected.gradients))).toBeLessThan(1e-3);
    },
  );

  // A batch of many chunks, so that all threads have work.
  test.each([BATCH, 150])('is equal bit by bit for any number of threads at batch %i', async (batch) => {
    const graph = graphOf(model, 'optimized', batch);
    const alone = await trained(backends.get(1)!, graph, model, batch);
    expect(join(alone.parameters).every(Number.isFinite)).toBe(true);
    for (const threads of [2, 3]) {
      expect(await trained(backends.get(threads)!, graph, model, batch)).toEqual(alone);
    }
  });
});
