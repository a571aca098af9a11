import { describe, expect, test, vi } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { createBatch } from '../../models/generator.ts';
import { findReference } from '../../models/references.ts';
import type { Message, ResultMessage, RunRequest } from '../../protocol/messages.ts';
import { shortDeit } from '../../testing/short-deit.ts';
import { SEED } from '../../testing/tiny-nets.ts';
import { errorMessage } from '../../worker/serve.ts';
import { workloads } from '../../workloads/index.ts';
import type { Backend } from '../compiled/backend.ts';
import { trainingGraph } from '../compiled/compile.ts';
import { buildProgram } from '../compiled/program.ts';
import { stepScalars } from '../compiled/scalars.ts';
import { runWorkload } from '../compiled/tasks/run.ts';
import { largestError } from '../compiled/testing/error.ts';
import { BATCH, train } from '../compiled/testing/nets/trainer.ts';
import { requestOf } from '../compiled/testing/request.ts';
import { openDawn } from './dawn.ts';
import { createBackend } from './device/backend.ts';
import { createChoices } from './device/choices.ts';
import { type OpenDevice, openDevice } from './device/device.ts';

const opened = await openDawn();

// An emulated GPU compiles each of a step's kernels for most of a second, and other tests share the processor.
vi.setConfig({ testTimeout: 240_000 });

const request = (cell: Partial<Cell>, exactSamples = 2): RunRequest => {
  const device = { kind: 'gpu', api: 'vulkan', name: 'test', software: true } as const;
  return requestOf({ engine: 'webgpu', device, ...cell }, exactSamples);
};

async function run(
  backend: Backend,
  asked: RunRequest,
  onMessage: (message: Message) => void = () => undefined,
): Promise<ResultMessage> {
  let result: ResultMessage | null = null;
  const workload = workloads.find(({ id }) => id === asked.cell.workload)!;
  await runWorkload({ workload, findReference }, asked, backend, (message) => {
    if (message.type === 'result') result = message;
    onMessage(message);
  });
  return result!;
}

const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));

const backendOf = (device: OpenDevice) => createBackend(device, createChoices());

/** A device of its own; an adapter gives only one. */
async function freshDevice(leastLimits = false): Promise<OpenDevice> {
  const { adapter } = await openDawn();
  return openDevice(adapter!, { leastLimits });
}

if (opened.adapter) {
  const device = await openDevice(opened.adapter);
  const backend = backendOf(device);

  describe.each(['naive', 'optimized'] as const)('%s', (recipe) => {
    test.each<[string, Partial<Cell>]>([
      ['products of an odd size', { workload: 'matmul', mode: 'op', size: 101 }],
      ['attention alone', { workload: 'attention', mode: 'op', batchSize: 1, sequenceLength: 70 }],
      ['the attention layer', { workload: 'attention', mode: 'infer', batchSize: 2, sequenceLength: 32 }],
      ['a step on copies of the reference', { batchSize: 32 }],
      ['a step that the reference does not fill', { batchSize: 3 }],
      ['a step with dropout', { workload: 'fashion-cnn', batchSize: 16 }],
      ['a forward pass', { mode: 'infer', batchSize: 1 }],
    ])('%s passes its check', async (_, cell) => {
      const { check, observed, repetition } = await run(backend, request({ recipe, ...cell }));
      expect(check).toMatchObject({ passed: true });
      expect(repetition.samplesNs).toHaveLength(2);
      expect(observed).toMatchObject({
        matmulBits: 24,
        convolutionBits: 24,
        tuned: false,
        dispatches: expect.any(Number),
        plannedBytes: expect.any(Number),
        encodingMs: expect.any(Number),
      });
    });

    test.skipIf(!device.half).each<[string, Partial<Cell>]>([
      ['products', { workload: 'matmul', mode: 'op', size: 128 }],
      ['attention', { workload: 'attention', mode: 'op', batchSize: 1, sequenceLength: 64 }],
      ['a step', { batchSize: 16 }],
      ['a forward pass', { mode: 'infer', batchSize: 2 }],
    ])('%s in float16 pass their check', async (_, cell) => {
      const { check, observed } = await run(backend, request({ recipe, dtype: 'float16', ...cell }));
      expect(check).toMatchObject({ passed: true });
      expect(observed).toMatchObject({ matmulBits: 11, convolutionBits: 11 });
    });
  });

  // Instead of deit-small in conformance.ts, which takes an emulated GPU minutes.
  test('deit-small with one encoder layer has the losses and gradients of float64', async () => {
    const options = { type: 'float32', recipe: 'optimized', limits: backend.limits } as const;
    const graph = trainingGraph(shortDeit, BATCH, options);
    const subject = { name: 'one encoder layer', option: '--batch' };
    const { executable, restart } = await buildProgram(backend, graph, 'optimized', subject);
    const { inputs, labels } = createBatch(shortDeit, SEED, 0, BATCH);
    const set = executable.createInputs();
    set.write([inputs, labels]);
    restart(SEED);
    const losses: number[] = [];
    for (let step = 1; step <= 3; step++) {
      executable.run(set, stepScalars(shortDeit.optimizer, step, null));
      losses.push((await executable.read(graph.results[0]!))[0]!);
    }
    const expected = train(graph, shortDeit, 3, { dropout: false });
    expect(largestError(losses, expected.losses)).toBeLessThan(1e-5);
    const largest = Math.max(...expected.gradients.map(norm));
    for (const [at, { gradient }] of graph.parameters.entries()) {
      const difference = (await executable.read(gradient!)).map(
        (value, i) => value - expected.gradients[at]![i]!,
      );
      expect(norm(difference) / largest).toBeLessThan(1e-5);
    }
    set.dispose();
    executable.dispose();
  });

  test('the optimized recipe has a third fewer dispatches than the naive one, split sums included', async () => {
    const dispatches = async (recipe: Cell['recipe']) => {
      const { observed } = await run(backend, request({ recipe, batchSize: 16 }));
      return observed.dispatches as number;
    };
    expect(await dispatches('optimized')).toBeLessThan((2 / 3) * (await dispatches('naive')));
  });

  test('a device with the least limits of WebGPU trains, with the kernels that a real GPU gets', async () => {
    const least = await freshDevice(true);
    expect(least.kernelLimits).toMatchObject({ workgroupBytes: 16_384, invocations: 256 });
    const real = { ...least, kernelLimits: { ...least.kernelLimits, software: false } };
    const { check } = await run(backendOf(real), request({ batchSize: 16 }));
    expect(check).toMatchObject({ passed: true });
  });

  test('a net that the device has no room for is out of memory, in one sentence', async () => {
    const asked = request({ workload: 'vgg16-cifar100', batchSize: 1_000_000 });
    const message = await run(backend, asked).then(() => null, errorMessage);
    expect(message).toMatchObject({
      type: 'error',
      status: 'out-of-memory',
      reason: expect.stringMatching(/^[^\n]*--batch/),
    });
  });

  test.each(['naive', 'optimized'] as const)(
    'a device that is lost in the %s recipe is reported',
    async (recipe) => {
      const lost = await freshDevice();
      const running = run(
        backendOf(lost),
        request({ workload: 'matmul', mode: 'op', size: 16, recipe }, 300),
        (message) => {
          if (message.type === 'progress' && message.phase === 'measure') lost.device.destroy();
        },
      );
      expect(await running.then(() => null, errorMessage)).toMatchObject({
        type: 'error',
        status: 'failed',
        reason: expect.stringMatching(/the GPU device was lost \(destroyed\)/),
      });
    },
  );

  test('bfloat16 and float16 without the feature are unsupported', async () => {
    const asked = request({ dtype: 'bfloat16', batchSize: 2 });
    expect(await run(backend, asked).then(() => null, errorMessage)).toMatchObject({ status: 'unsupported' });
    const without = { ...backend, limits: { ...backend.limits, half: false } };
    const half = request({ dtype: 'float16', batchSize: 2 });
    expect(await run(without, half).then(() => null, errorMessage)).toMatchObject({
      status: 'unsupported',
      reason: expect.stringContaining('--dtype float32'),
    });
  });
} else {
  test('without a driver there is no device', () => {
    expect(opened.reason).toMatch(/./);
  });
}
