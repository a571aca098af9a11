/** @file Runs PyTorch if it is set up: every layer, every mode, and checks that must fail for deliberate faults. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import type { Cell, Device } from '../../../data/contract/cell.ts';
import { exactly, runInWorker, type Working, withEngine } from '../../../tests/engines.ts';
import type { Model } from '../../models/layers.ts';
import { modelWeights } from '../../models/shapes.ts';
import { PROTOCOL_VERSION, type Probe, probeSchema, type ResultMessage } from '../../protocol/messages.ts';
import { nets, SEED } from '../../testing/tiny-nets.ts';
import { declare } from '../python/declaration.ts';
import { askPython } from '../python/testing/ask-python.ts';
import { briefTraining } from '../python/testing/brief-training.ts';
import { findEdits } from '../python/testing/edits.ts';
import { optimizerCases } from '../python/testing/optimizer-cases.ts';
import { createNetwork, noDropout } from '../tfjs/network/network.ts';
import { leanUpdater } from '../tfjs/network/optimizer.ts';
import { trainStep } from '../tfjs/network/train-step.ts';
import { batchOf, everything } from '../tfjs/testing/everything.ts';

const BATCH = 3;

await withEngine('pytorch', (working) => {
  describe('pytorch', () => {
    compareLayers(working);
    compileOnce(working);
    layImages(working);
    updateValues(working);
    dropOut(working);
    runModes(working);
    breakThings(working);
    findEdits(working, UNCOMPILED);
    listGpus(working);
    endWorkers(working);
  });
});

const python = ({ engine }: Working): string => {
  const worker = engine.worker();
  if ('reason' in worker) throw new Error(worker.reason);
  return worker.command;
};

const cellOf = ({ device }: Working, chosen: Partial<Cell>): Cell =>
  sampleCell({ engine: 'pytorch', device, batchSize: 2, ...chosen });

/** A function of `fixtures.py`. */
type Question = 'layers' | 'broken' | 'dropped' | 'strides' | 'updated' | 'probed' | 'compilations';

const UNCOMPILED = { TORCHDYNAMO_DISABLE: '1' };

/** Uncompiled unless a test is about that, because compilation takes longer than everything else. */
const ask = (working: Working, kind: Question, questions: unknown[], compiled = false) =>
  askPython(
    python(working),
    join(import.meta.dirname, 'fixtures.py'),
    { ask: kind, questions },
    compiled ? {} : UNCOMPILED,
  );

const requestOf = (cell: Cell, samples: number) => ({
  type: 'run',
  protocol: PROTOCOL_VERSION,
  cell,
  timing: exactly(samples),
  runIndex: 0,
  seed: 7,
  convergence: null,
  modelFile: null,
  declaration: declare({ cell, seed: 7 }),
});

/** Results of the plain JavaScript backend: outputs, loss and gradients, and the outputs after one step. */
async function expectedOf(model: Model) {
  const [outputs, loss, ...gradients] = await everything('cpu', model);
  const network = createNetwork(model, SEED);
  trainStep(network, leanUpdater(network.variables, model.optimizer), batchOf(model), noDropout);
  const after = await network.outputs(batchOf(model).inputs).data();
  return {
    outputs: [...outputs!],
    loss: loss![0]!,
    outputsAfterStep: [...after],
    norms: gradients.map((values) => Math.hypot(...values)),
  };
}

function close(found: readonly number[], expected: readonly number[], tolerance: number): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance * largest);
  });
}

/** Recipe, and how steps are recorded and repeated, as on a GPU. One that cannot be recorded runs as it is. */
const ways = [
  ['naive', null],
  ['optimized', null],
  ['optimized', 'tape'],
  ['optimized', 'failing'],
] as const;

function compareLayers(working: Working): void {
  test('every kind of layer matches its declaration in both recipes, and recorded', async () => {
    const questions = ways.flatMap(([recipe, recorder]) =>
      nets.map(([, model]) => {
        const { inputShape, input, classes, layers, optimizer } = model;
        const net = { inputShape, input, classes, layers, weights: modelWeights(model) };
        return [cellOf(working, { recipe }), net, optimizer, SEED, BATCH, recorder];
      }),
    );
    const found = (await ask(working, 'layers', questions)) as (Awaited<ReturnType<typeof expectedOf>> & {
      deviceGraph: boolean;
    })[];
    for (const [at, [, model]] of nets.entries()) {
      const expected = await expectedOf(model);
      for (const [way, [, recorder]] of ways.entries()) {
        const { outputs, loss, norms, outputsAfterStep, deviceGraph } = found[at + way * nets.length]!;
        expect(deviceGraph).toBe(recorder === 'tape');
        close(outputs, expected.outputs, 1e-5);
        close([loss], [expected.loss], 1e-5);
        close(norms, expected.norms, 1e-4);
        // The size of an RMSprop step hardly depends on the gradient, so that rounding errors become visible.
        close(outputsAfterStep, expected.outputsAfterStep, 1e-3);
      }
    }
  });
}

/** Of three convolutions and a dropout each, at a batch that is not the one of the reference. */
function compileOnce(working: Working): void {
  test('a training step is compiled once for its check and its timing', async () => {
    const cell = cellOf(working, { workload: 'fashion-cnn', batchSize: 32 });
    const found = await ask(working, 'compilations', [[requestOf(cell, 2)]], true);
    expect(found).toEqual([
      { graphs: 1, passed: true, compiled: true, compileMs: expect.toSatisfy((ms) => ms > 0) },
    ]);
  });
}

/** With one channel, both orders have the same memory: only the strides tell convolutions which one it is. */
function layImages(working: Working): void {
  test('images of one channel are channels-first in the naive recipe, channels-last in the optimized one', async () => {
    const cells = (['naive', 'optimized'] as const).map((recipe) => [cellOf(working, { recipe })]);
    const found = await ask(working, 'strides', cells);
    expect(found).toEqual([
      [784, 784, 28, 1],
      [784, 1, 28, 1],
    ]);
  });
}

function updateValues(working: Working): void {
  test.each([false, true])(
    'optimizers compute the declared formulas with the right place of epsilon (fused: %s)',
    async (fused) => {
      const questions = optimizerCases.map(({ rule, start, gradients }) => [rule, start, gradients, fused]);
      const found = ((await ask(working, 'updated', questions)) as number[][]).flat();
      const expected = optimizerCases.flatMap(({ values }) => values);
      expect(found).toHaveLength(expected.length);
      expected.forEach((value, i) => {
        expect(found[i]! / value).toBeCloseTo(1, 4);
      });
    },
  );
}

const COUNT = 100_000;

function dropOut(working: Working): void {
  test.each([
    [0.3, false],
    [0.5, false],
    [0.3, true],
  ])('dropout of %f scales the values that it keeps (half precision: %s)', async (rate, half) => {
    const [found] = (await ask(working, 'dropped', [[rate, COUNT, half]])) as {
      share: number;
      values: number[];
      changedOff: number;
      changedAtRest: number;
    }[];
    // Five standard deviations of a binomial proportion.
    const margin = 5 * Math.sqrt((rate * (1 - rate)) / COUNT);
    expect(Math.abs(found!.share - (1 - rate))).toBeLessThan(margin);
    expect(found!.values).toHaveLength(1);
    close(found!.values, [1 / (1 - rate)], half ? 2 ** -8 : 1e-6);
    expect(found!.changedOff).toBe(0);
    expect(found!.changedAtRest).toBe(0);
  });
}

const modes: [string, Partial<Cell>][] = [
  ['naive training', { recipe: 'naive' }],
  ['optimized training', { workload: 'fashion-cnn' }],
  ['optimized inference', { mode: 'infer' }],
  ['products', { workload: 'matmul', mode: 'op', batchSize: null, size: 96 }],
  [
    'naive products of float16',
    { workload: 'matmul', mode: 'op', batchSize: null, size: 96, recipe: 'naive', dtype: 'float16' },
  ],
  ['attention', { workload: 'attention', mode: 'op', sequenceLength: 40 }],
];

function runModes(working: Working): void {
  test.each(modes)('%s: checked and timed', async (_, chosen) => {
    const attempt = await runInWorker(working, { batchSize: 2, ...chosen });
    expect(attempt).toMatchObject({
      status: 'ok',
      result: {
        check: { passed: true },
        repetition: { samplesNs: [expect.any(Number), expect.any(Number)] },
        observed: { threads: expect.any(Number), tf32: false },
      },
    });
  });
}

const attention = { workload: 'attention', mode: 'op', sequenceLength: 40 } as const;
const products = { workload: 'matmul', mode: 'op', batchSize: null, size: 96 } as const;
/** The fault, the cell, and whether the check passes. `findEdits` has those that no engine may overlook. */
const breaks: [string, Partial<Cell>, boolean][] = [
  ['nothing', {}, true],
  ['gradient', {}, false],
  ['gradient of large batches', { batchSize: 32 }, false],
  ['rounding', {}, false],
  ['rounding', { mode: 'infer', recipe: 'naive' }, false],
  ['rounding', products, false],
  ['attention', attention, false],
  ['nothing', { ...attention, recipe: 'naive' }, true],
];

function breakThings(working: Working): void {
  test('checks fail for deliberate faults', async () => {
    const questions = breaks.map(([name, chosen]) => [requestOf(cellOf(working, chosen), 1), name]);
    const found = (await ask(working, 'broken', questions)) as { check: { passed: boolean } }[];
    const told = found.map(({ check }, at) => [...breaks[at]!.slice(0, 2), check.passed]);
    expect(told).toEqual(breaks);
  });

  test('training to a target gives the same results in both recipes', async () => {
    const questions = (['naive', 'optimized'] as const).map((recipe) => [
      briefTraining(cellOf(working, { mode: 'converge', recipe, batchSize: 64 })),
      'nothing',
    ]);
    const found = (await ask(working, 'broken', questions)) as ResultMessage[];
    const [naive, optimized] = found.map(({ repetition }) => repetition.convergence!);
    expect(naive).toMatchObject({ reached: true, dataSource: 'generated' });
    expect(optimized!.epochs.map(({ accuracy }) => accuracy)).toEqual(
      naive!.epochs.map(({ accuracy }) => accuracy),
    );
    const [first, second] = [naive!, optimized!].map(({ epochs }) => epochs.map(({ loss }) => loss));
    close(second!, first!, 1e-4);
  });
}

const radeon = 'AMD Radeon RX 7900 XTX';
const slice = 'NVIDIA A100-SXM4-40GB MIG 1g.5gb';
const a100 = 'NVIDIA A100-SXM4-40GB';

const gpu = (api: Device['api'], name: string): Device => ({ kind: 'gpu', api, name, software: false });

function listGpus(working: Working): void {
  const probed = async (
    fakes: [names: string[], xpus: string[], hip: string | null, cuda: string | null],
    cells: Cell[],
  ) => {
    const [found] = (await ask(working, 'probed', [[fakes, cells]])) as {
      probe: Extract<Probe, { available: true }>;
      cells: ([device: string, matrices: boolean, convolutions: boolean] | null)[];
    }[];
    return { ...found!, probe: probeSchema.parse(found!.probe) as Extract<Probe, { available: true }> };
  };
  const on = (device: Device, chosen: Partial<Cell> = {}) => cellOf(working, { device, ...chosen });

  test('a build for HIP is not called CUDA', async () => {
    const { probe, cells } = await probed(
      [[radeon, 'AMD Radeon Graphics'], [], '6.3.42134', null],
      [on(gpu('rocm', radeon)), on(gpu('rocm', 'AMD Radeon Graphics'), { dtype: 'tf32' })],
    );
    expect(probe.version).toMatch(/ \(HIP 6\.3\.42134\)$/);
    expect(probe.devices).toMatchObject([
      gpu('rocm', radeon),
      gpu('rocm', 'AMD Radeon Graphics'),
      { kind: 'cpu', api: 'none' },
    ]);
    expect(probe).toMatchObject({ observed: { cuda: false }, tensorFloat: [] });
    expect(cells).toEqual([['cuda:0', false, false], null]);
  });

  test('GPUs of Intel are listed and found', async () => {
    const arc = 'Intel(R) Arc(TM) B580 Graphics';
    const { probe, cells } = await probed([[], [arc], null, null], [on(gpu('xpu', arc))]);
    expect(probe.devices).toMatchObject([gpu('xpu', arc), { kind: 'cpu' }]);
    expect(cells).toEqual([['xpu:0', false, false]]);
  });

  test('equal boards stay apart, and a part of a board has no address of the whole', async () => {
    const { probe } = await probed([[a100, a100, slice], [], null, '13.0'], []);
    expect(probe.version).toMatch(/ \(CUDA 13\.0\)$/);
    expect(probe.devices.slice(0, 3)).toEqual([
      { ...gpu('cuda', a100), uuid: expect.any(String), address: '0000:41:00.0' },
      { ...gpu('cuda', a100), uuid: expect.any(String), address: '0000:42:00.0' },
      { ...gpu('cuda', slice), uuid: expect.any(String) },
    ]);
  });

  test('only cells of tf32 allow TensorFloat-32, and only where a GPU has it', async () => {
    const old = gpu('cuda', 'NVIDIA GeForce RTX 2080');
    const recipes = ['naive', 'optimized'] as const;
    const { probe, cells } = await probed(
      [[a100, old.name], [], null, '13.0'],
      [
        ...recipes.map((recipe) => on(gpu('cuda', a100), { recipe })),
        ...recipes.map((recipe) => on(gpu('cuda', a100), { recipe, dtype: 'tf32' })),
        on(gpu('cuda', a100), { dtype: 'bfloat16' }),
        on(old, { dtype: 'tf32' }),
      ],
    );
    expect(probe.tensorFloat).toEqual([a100]);
    const exact = ['cuda:0', false, false];
    const rounded = ['cuda:0', true, true];
    expect(cells).toEqual([exact, exact, rounded, rounded, exact, null]);
  });
}

function endWorkers(working: Working): void {
  const start = (limit: string) => {
    const worker = working.engine.worker();
    if ('reason' in worker) throw new Error(worker.reason);
    const { command, args, environment } = worker;
    return spawn('sh', ['-c', `${limit} exec "$@"`, 'sh', command, ...args], {
      env: { ...process.env, ...environment, OMP_NUM_THREADS: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  };
  const line = (cell: Cell, samples: number) => `${JSON.stringify(requestOf(cell, samples))}\n`;

  test.skipIf(process.platform === 'win32')('a worker ends when its stdin is closed', async () => {
    const child = start('');
    child.stdin.write(line(cellOf(working, { recipe: 'naive' }), 100_000));
    await once(child.stdout, 'data');
    child.stdin.end();
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
  });

  test('weights of another type are reported as unsupported', async () => {
    const child = start('');
    const request = requestOf(cellOf(working, {}), 1);
    const said = once(createInterface(child.stdout), 'line');
    child.stdin.write(`${JSON.stringify({ ...request, cell: { ...request.cell, dtype: 'quantized' } })}\n`);
    expect(JSON.parse((await said)[0])).toMatchObject({
      type: 'error',
      status: 'unsupported',
      reason: expect.stringContaining('quantized'),
    });
  });

  test.skipIf(process.platform !== 'linux')('exhausted memory is reported as such', async () => {
    const child = start('ulimit -v 8000000;');
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stdin.write(
      line(cellOf(working, { workload: 'matmul', mode: 'op', batchSize: null, size: 60_000 }), 1),
    );
    await once(child, 'close');
    const last = JSON.parse(said.trim().split('\n').at(-1)!);
    expect(last).toMatchObject({ type: 'error', status: 'out-of-memory' });
  });
}
