/** @file What a backend does when a feature, memory or a thread is missing or fails. */
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorMessage } from '../../../worker/serve.ts';
import type { Graph } from '../../compiled/graph/graph.ts';
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Place, Value } from '../../compiled/graph/value.ts';
import { checkPlan, createPlan } from '../../compiled/plan/create.ts';
import { NO_SCALARS } from '../../compiled/program.ts';
import type { Target } from '../kernels/kernel.ts';
import { requireSimd } from '../simd.ts';
import { type Fault, faultyKernel } from '../testing/faulty.ts';
import { startThread } from '../threads.ts';
import { createBackend, type Machine, type WasmBackend } from './backend.ts';
import { detectFeatures } from './features.ts';

const injected = vi.hoisted(() => ({ fault: null as string | null }));

vi.mock(import('./generators.ts'), async (original) => {
  const { kernelsOf } = await original();
  return {
    kernelsOf: (operation: Operation, target: Target) =>
      injected.fault !== null && operation.kind === 'elementwise'
        ? [faultyKernel(injected.fault as Fault, operation, target)]
        : kernelsOf(operation, target),
  };
});

const LENGTH = 1 << 18;

const value = (id: number, place: Place): Value => ({
  id,
  name: `value ${id}`,
  shape: [LENGTH],
  type: 'float32',
  place,
});

const [input, result] = [value(0, { kind: 'input' }), value(1, { kind: 'result' })];

/** The double of an array of 1 MiB. */
const doubling: Graph = {
  operations: [
    {
      kind: 'elementwise',
      input: { value: input, index: { kind: 'same' } },
      out: result,
      epilogue: [{ kind: 'scale', factor: 2 }],
    },
  ],
  parameters: [],
  blocks: [],
  inputs: [input],
  results: [result],
  lossScale: 1,
};

const workers: Worker[] = [];
const backends: WasmBackend[] = [];

async function start(machine: Partial<Machine> = {}): Promise<WasmBackend> {
  const backend = await createBackend({
    features: detectFeatures(),
    threads: 2,
    startThread: () => startThread((worker) => workers.push(worker)),
    memoryBytes: null,
    ...machine,
  });
  backends.push(backend);
  return backend;
}

afterEach(() => {
  injected.fault = null;
  for (const backend of backends.splice(0)) backend.terminate();
  workers.length = 0;
});

async function prepare(backend: WasmBackend, fault: Fault | null = null) {
  injected.fault = fault;
  const executable = await backend.build(createPlan(doubling), 'optimized');
  const set = executable.createInputs();
  const run = async () => {
    executable.run(set, NO_SCALARS);
    return executable.read(result);
  };
  return { executable, set, run };
}

async function expectDoubled(backend: WasmBackend): Promise<void> {
  const { executable, set, run } = await prepare(backend);
  set.write([Float32Array.from({ length: LENGTH }, (_, i) => i)]);
  expect((await run()).every((found, i) => found === 2 * i)).toBe(true);
  set.dispose();
  executable.dispose();
}

const messageOf = (error: unknown) => errorMessage(error);

describe('a thread that fails during a step', () => {
  it.each([
    ['trap', 'thread 1: RuntimeError: unreachable, in faulty'],
    ['trap of the caller', 'RuntimeError: unreachable, in faulty'],
  ] as const)('%s: the step ends with an error', async (fault, text) => {
    const backend = await start();
    const { run } = await prepare(backend, fault);
    expect(await run().then(() => null, messageOf)).toMatchObject({
      type: 'error',
      status: 'failed',
      reason: expect.stringContaining(text),
    });
    expect((await backend.failure(0))?.message).toContain(text);
    await expect(run()).rejects.toThrow(text);
    await expect(prepare(backend)).rejects.toThrow(text);
  });

  it('is noticed when it dies in the middle of a chunk', async () => {
    const backend = await start();
    const { run } = await prepare(backend, 'hang');
    const running = run().then(() => null, messageOf);
    await workers[0]!.terminate();
    expect(await running).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/thread 1 ended: exit 1/),
    });
  });

  it('is noticed when it dies between two steps', async () => {
    const backend = await start();
    const { run } = await prepare(backend);
    await run();
    await workers[0]!.terminate();
    await expect(run()).rejects.toThrow('thread 1 ended: exit 1');
  });

  it('does not keep a program from being disposed', async () => {
    const backend = await start();
    const { executable, set, run } = await prepare(backend, 'trap');
    await expect(run()).rejects.toThrow('unreachable');
    set.dispose();
    executable.dispose();
  });
});

it('a step that takes long is done before its inputs change, and before the next one', async () => {
  const backend = await start();
  const { executable, set } = await prepare(backend, 'slow');
  const inputOf = (number: number) => Float32Array.of(0, 0, 0, 0, number);
  const results: Promise<Float32Array>[] = [];
  for (const number of [1, 2, 3]) {
    set.write([inputOf(number)]);
    executable.run(set, NO_SCALARS);
    results.push(executable.read(result, 0, 1));
  }
  expect((await Promise.all(results)).map(([first]) => first)).toEqual([1, 2, 3]);
  await executable.finish();
  set.write([inputOf(4)]);
  executable.run(set, NO_SCALARS);
  set.dispose();
  executable.dispose();
  expect(await backend.failure(0)).toBeNull();
});

describe('without a feature', () => {
  const without = (...names: (keyof ReturnType<typeof detectFeatures>)[]) => ({
    ...detectFeatures(),
    ...Object.fromEntries(names.map((name) => [name, false])),
  });

  it('there is one thread where memory cannot be shared', async () => {
    const backend = await start({ features: without('sharedMemory') });
    expect(backend.observed()).toMatchObject({ threads: 1 });
    expect(workers).toEqual([]);
    await expectDoubled(backend);
  });

  it('products are not fused where relaxed SIMD is missing', async () => {
    const backend = await start({ features: without('relaxedSimd') });
    expect(backend.observed()).toMatchObject({ relaxedSimd: false });
    await expectDoubled(backend);
  });

  it('nothing runs where SIMD is missing', () => {
    const error = (() => {
      try {
        requireSimd(without('simd'));
        return null;
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(messageOf(error)).toMatchObject({
      status: 'unsupported',
      reason: expect.stringMatching(/SIMD.*--engine tfjs-wasm/),
    });
  });

  it.each([true, false])(
    'a plan larger than the memory is refused before it starts (64 bits: %s)',
    async (memory64) => {
      const features = { ...detectFeatures(), memory64 };
      const { limits } = await start({ features, threads: 1 });
      const plan = { ...createPlan(doubling), bytes: 5 * 2 ** 30, largestBytes: 2 ** 30 };
      const check = () => checkPlan(plan, limits, 'vgg16-cifar100 at batch 4096', '--batch');
      if (memory64) expect(check).not.toThrow();
      else {
        expect(check).toThrow(
          /^out of memory: vgg16-cifar100 at batch 4096 needs 5\.4 GB, and only 4\.3 GB are available: use a smaller --batch$/,
        );
      }
    },
  );

  it('a plan larger than the memory of the machine is refused', async () => {
    const { limits } = await start({ memoryBytes: 2 ** 20, threads: 1 });
    expect(() => checkPlan(createPlan(doubling), limits, 'a net', '--batch')).toThrow(
      /^out of memory: a net /,
    );
  });
});

describe('memory', () => {
  const grow = WebAssembly.Memory.prototype.grow;
  afterEach(() => {
    WebAssembly.Memory.prototype.grow = grow;
  });

  it.each([1, 2])('that runs out is reported and freed (threads: %i)', async (threads) => {
    const backend = await start({ threads });
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    };
    expect(await prepare(backend).then(() => null, messageOf)).toMatchObject({
      status: 'out-of-memory',
      reason: expect.stringMatching(/^out of memory: [^\n]*--batch/),
    });
    WebAssembly.Memory.prototype.grow = grow;
    await expectDoubled(backend);
  });

  it.each([1, 2])(
    'of a program that was disposed is used for the next one (threads: %i)',
    async (threads) => {
      const backend = await start({ threads });
      await expectDoubled(backend);
      const first = backend.peakMemory()!.bytes;
      for (let time = 0; time < 3; time++) await expectDoubled(backend);
      expect(backend.peakMemory()!.bytes).toBe(first);
    },
  );

  it('has 64-bit addresses where a plan needs them', async () => {
    const backend = await start();
    const plan = createPlan(doubling);
    const executable = await backend.build({ ...plan, bytes: 4 * 2 ** 30 }, 'optimized');
    expect(await executable.observed()).toMatchObject({ memory64: true });
    const set = executable.createInputs();
    set.write([new Float32Array(LENGTH).fill(3)]);
    executable.run(set, NO_SCALARS);
    expect((await executable.read(result)).every((found) => found === 6)).toBe(true);
    await expectDoubled(backend);
  });
});
