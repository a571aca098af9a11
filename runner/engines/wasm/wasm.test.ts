/** @file Nets on the CPU's backend: against the plain interpreter, and with any number of threads. */
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { createBatch, DROPOUT_STREAM, streamKey } from '../../models/generator.ts';
import type { Model } from '../../models/layers.ts';
import { findReference } from '../../models/references.ts';
import { type Message, messageSchema } from '../../protocol/messages.ts';
import { SEED } from '../../testing/tiny-nets.ts';
import { errorMessage } from '../../worker/serve.ts';
import { workloads } from '../../workloads/index.ts';
import { inferenceGraph, trainingGraph } from '../compiled/compile.ts';
import type { Graph } from '../compiled/graph/graph.ts';
import { paddedBytes } from '../compiled/graph/value.ts';
import { createPlan } from '../compiled/plan/create.ts';
import type { Plan } from '../compiled/plan/plan.ts';
import { buildProgram, NO_SCALARS, type Program } from '../compiled/program.ts';
import { stepScalars } from '../compiled/scalars.ts';
import { runWorkload } from '../compiled/tasks/run.ts';
import { largestError } from '../compiled/testing/error.ts';
import { smallNets } from '../compiled/testing/nets/small.ts';
import { BATCH, train } from '../compiled/testing/nets/trainer.ts';
import { requestOf } from '../compiled/testing/request.ts';
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
  const { kernels, chunks } = await executable.observed();
  set.dispose();
  executable.dispose();
  return { losses, gradients, parameters, kernels: Number(kernels), chunks: Number(chunks) };
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
    if (batch > BATCH) expect(alone.chunks).toBeGreaterThan(alone.kernels);
    for (const threads of [2, 3]) {
      expect(await trained(backends.get(threads)!, graph, model, batch)).toEqual(alone);
    }
  });
});

describe('programs of one net', () => {
  const [, model] = smallNets[0]!;
  const backend = backends.get(2)!;
  const subject = { name: 'a small net', option: '--batch' };
  const options = { type: 'float32', recipe: 'optimized', limits: backend.limits } as const;
  const build = (graph: Graph, shared: Program | null = null, on = backend) =>
    buildProgram(on, graph, 'optimized', subject, shared);
  const { inputs, labels } = createBatch(model, SEED, 0, BATCH);

  async function outputsOf({ executable, graph }: Program) {
    const set = executable.createInputs();
    set.write([inputs]);
    executable.run(set, NO_SCALARS);
    const outputs = await executable.read(graph.results[0]!);
    set.dispose();
    return outputs;
  }

  test('share trained arrays and running averages, which outlive those that only use them', async () => {
    const trained = await build(trainingGraph(model, BATCH, options));
    const graph = inferenceGraph(model, BATCH, options);
    const shared = await build(graph, trained);
    trained.restart(SEED);
    const before = await outputsOf(shared);
    const set = trained.executable.createInputs();
    set.write([inputs, labels]);
    trained.executable.run(set, stepScalars(model.optimizer, 1, null));
    const after = await outputsOf(shared);
    expect(after).not.toEqual(before);

    const alone = await build(graph);
    const statesOf = ({ own }: Plan) => own.filter(({ place }) => place.kind === 'state');
    const states = statesOf(createPlan(trained.graph));
    expect(states.length).toBeGreaterThan(0);
    for (const [at, { value }] of graph.parameters.entries()) {
      alone.executable.write(value, await trained.executable.read(trained.graph.parameters[at]!.value));
    }
    for (const state of statesOf(createPlan(graph))) {
      const same = states.find(({ name }) => name === state.name)!;
      alone.executable.write(state, await trained.executable.read(same));
    }
    expect(await outputsOf(alone)).toEqual(after);
    shared.executable.dispose();
    const again = await build(graph, trained);
    expect(await outputsOf(again)).toEqual(after);
    for (const { executable } of [again, alone, trained]) executable.dispose();
  });

  test('share memory, which is counted once and used again', async () => {
    const fresh = await startWasm(1);
    const graph = trainingGraph(model, BATCH, options);
    const first = await build(graph, null, fresh);
    const { bytes } = fresh.peakMemory()!;
    expect(bytes).toBeGreaterThan(createPlan(graph).bytes - paddedBytes(graph.inputs[0]!));
    const second = await build(graph, first, fresh);
    const both = fresh.peakMemory()!.bytes;
    expect(both).toBeGreaterThan(bytes);
    expect(both).toBeLessThan(2 * bytes);
    second.executable.dispose();
    first.executable.dispose();
    await build(graph, null, fresh);
    expect(fresh.peakMemory()!.bytes).toBe(both);
  });

  test('must be of one net and one backend', async () => {
    const [, other] = smallNets[3]!;
    const first = await build(trainingGraph(model, BATCH, options));
    await expect(build(trainingGraph(other, BATCH, options), first)).rejects.toThrow('different nets');
    const inference = await build(inferenceGraph(model, BATCH, options));
    await expect(build(trainingGraph(model, BATCH, options), inference)).rejects.toThrow('has no gradients');
    await expect(build(trainingGraph(model, BATCH, options), first, backends.get(1))).rejects.toThrow(
      'another device',
    );
  });
});

describe('cells', () => {
  const run = async (cell: Partial<Cell>) => {
    const request = requestOf(cell, 2);
    const results: Message[] = [];
    const workload = workloads.find(({ id }) => id === request.cell.workload)!;
    await runWorkload({ workload, findReference }, request, backends.get(2)!, (message) => {
      if (message.type === 'result') results.push(messageSchema.parse(message));
    });
    const [result] = results;
    if (result?.type !== 'result') throw new Error('no result');
    return result;
  };

  test.each<[string, Partial<Cell>]>([
    ['products of an odd size', { workload: 'matmul', mode: 'op', size: 101 }],
    ['attention alone', { workload: 'attention', mode: 'op', batchSize: 1, sequenceLength: 70 }],
    ['a step on copies of the reference', { batchSize: 32 }],
    ['a step that the reference does not fill', { batchSize: 3 }],
    ['a forward pass', { mode: 'infer', batchSize: 1 }],
  ])('%s passes its check', async (_, cell) => {
    const { check, observed, peakMemory } = await run(cell);
    expect(check).toMatchObject({ passed: true });
    expect(observed).toMatchObject({
      matmulBits: 24,
      convolutionBits: 24,
      simd: true,
      threads: 2,
      memory64: false,
      kernels: expect.any(Number),
      plannedBytes: expect.any(Number),
    });
    const shares = Object.entries(observed).filter(([name]) => name.startsWith('share.'));
    expect(shares.reduce((sum, [, share]) => sum + Number(share), 0)).toBeCloseTo(1, 6);
    expect(peakMemory).toMatchObject({ method: 'allocator-peak' });
  });

  test('a net that the memory cannot hold is out of memory, in one sentence', async () => {
    const failing = run({ workload: 'vgg16-cifar100', batchSize: 1_000_000 });
    expect(await failing.then(() => null, errorMessage)).toMatchObject({
      status: 'out-of-memory',
      reason: expect.stringMatching(/^out of memory: [^\n]*--batch$/),
    });
  });

  test('half precision is unsupported', async () => {
    expect(await run({ dtype: 'float16', batchSize: 2 }).then(() => null, errorMessage)).toMatchObject({
      status: 'unsupported',
      reason: 'float16 is not supported: this device computes in float32 only; use --dtype float32',
    });
  });
});
