import { describe, expect, it } from 'vitest';
import { cellId, type Device } from '../../data/contract/cell.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { parseMachine } from '../detect/parse.ts';
import { engines } from '../engines/index.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { timingSchema } from '../protocol/messages.ts';
import { m1Max } from '../testing/machines.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { workloads } from '../workloads/index.ts';
import type { Choice } from './choice.ts';
import { type Facts, makePlan } from './plan.ts';
import { presets } from './presets.ts';

const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };
const gpu: Device = { kind: 'gpu', api: 'vulkan', name: 'Some GPU', software: false };
const emulated: Device = { kind: 'gpu', api: 'vulkan', name: 'SwiftShader', software: true };

/** The real declaration of the engine, which decides how it is chosen. */
const declared = (id: EngineId) => engines.find((one) => one.id === id)!;
const engine = (id: EngineId, deviceKinds: Engine['deviceKinds']): Engine => ({
  id,
  computes: declared(id).computes,
  preference: declared(id).preference,
  deviceKinds,
  ...typeScriptWorker('/nowhere.ts'),
  unsupported: ({ dtype }) => (dtype === 'float32' ? null : 'float32 only'),
  setup: null,
});
const works = (...devices: Device[]): Probe => ({ available: true, version: '1', devices, observed: {} });
const broken: Probe = { available: false, reason: 'no library', remedy: 'install it' };

const facts = (probes: Partial<Record<EngineId, Probe>>): Facts => ({
  machine: parseMachine(m1Max),
  engines: [
    engine('tfjs-webgpu', ['gpu']),
    engine('tfjs-node', ['gpu', 'cpu']),
    engine('tfjs-wasm', ['cpu']),
  ],
  probes: new Map(Object.entries(probes) as [EngineId, Probe][]),
  workloads,
  seed: 7,
});
const everywhere = { 'tfjs-webgpu': works(gpu), 'tfjs-node': broken, 'tfjs-wasm': works(cpu) };

const choose = (changes: Partial<Choice> = {}) =>
  sampleChoice({ preset: 'smoke', workloads: ['mnist-cnn'], ...changes });
const ids = (plan: ReturnType<typeof makePlan>) => plan.cells.map(({ cell }) => cellId(cell));

describe('makePlan', () => {
  it('chooses the best engine for each device', () => {
    expect(ids(makePlan(choose(), facts(everywhere)))).toEqual([
      'mnist-cnn/train/tfjs-webgpu/gpu/optimized/float32/b256',
      'mnist-cnn/infer/tfjs-webgpu/gpu/optimized/float32/b1',
      'mnist-cnn/train/tfjs-wasm/cpu/optimized/float32/b256',
      'mnist-cnn/infer/tfjs-wasm/cpu/optimized/float32/b1',
    ]);
    const withCuda = facts({ ...everywhere, 'tfjs-node': works(gpu, cpu) });
    const engines = makePlan(choose(), withCuda).cells.map(({ cell }) => cell.engine);
    expect(new Set(engines)).toEqual(new Set(['tfjs-node']));
  });

  it('prefers a framework that was set up to the engines that are always installed', () => {
    const here = facts({ ...everywhere, pytorch: works(cpu), mlx: works(cpu) });
    const more = [engine('mlx', ['gpu', 'cpu']), engine('pytorch', ['gpu', 'cpu'])];
    const plan = makePlan(choose(), { ...here, engines: [...here.engines, ...more] });
    const chosen = plan.cells.map(({ cell }) => `${cell.engine} ${cell.device.kind}`);
    expect([...new Set(chosen)]).toEqual(['tfjs-webgpu gpu', 'pytorch cpu']);
  });

  it('skips a software GPU with a note, unless it is requested', () => {
    const here = facts({ ...everywhere, 'tfjs-webgpu': works(emulated) });
    const plan = makePlan(choose(), here);
    expect(plan.cells.map(({ cell }) => cell.device)).toEqual([cpu, cpu]);
    expect(plan.notes).toEqual([expect.stringContaining('"SwiftShader" is emulated by the CPU')]);
    for (const asked of [choose({ device: 'gpu' }), choose({ engines: ['tfjs-webgpu'] })]) {
      expect(makePlan(asked, here).cells.map(({ cell }) => cell.device)).toEqual([emulated, emulated]);
    }
  });

  it('prefers a hardware GPU to a software GPU that is listed first', () => {
    const here = facts({ ...everywhere, 'tfjs-webgpu': works(emulated, gpu) });
    expect(makePlan(choose({ device: 'gpu' }), here).cells[0]?.cell.device).toEqual(gpu);
  });

  it.each([
    ['an engine that does not work', choose({ engines: ['tfjs-node'] }), /no library; to fix it: install it/],
    [
      'a device that the engine cannot drive',
      choose({ engines: ['tfjs-wasm'], device: 'gpu' }),
      /^tfjs-wasm 1 finds no gpu on this machine, only the cpu "Some CPU"$/,
    ],
    [
      'a dtype that the workload has not',
      choose({ dtype: 'quantized' }),
      /declared for float32, tf32, bfloat16, float16 only/,
    ],
    [
      'half precision in a recipe that has none',
      choose({ dtype: 'bfloat16', recipes: ['naive'] }),
      /by the optimized recipe only/,
    ],
    [
      'a dtype that the engine has not',
      choose({ workloads: ['matmul'], dtype: 'float16' }),
      /^float32 only$/,
    ],
  ])('gives a reason for %s instead of leaving it out', (_, choice, reason) => {
    const plan = makePlan(choice, facts(everywhere));
    expect(plan.cells).toEqual([]);
    expect(plan.impossible.length).toBeGreaterThan(0);
    for (const { outcome } of plan.impossible) {
      expect(outcome).toEqual({ status: 'unsupported', reason: expect.stringMatching(reason) });
    }
  });

  it('skips cells that take too long for the preset, unless their workload was named', () => {
    const slow = facts({ 'tfjs-webgpu': works(emulated) });
    const plan = makePlan(choose({ preset: 'quick', workloads: null, device: 'gpu' }), slow);
    const vgg = plan.impossible.filter(
      ({ cell }) => cell.workload === 'vgg16-cifar100' && cell.mode === 'train',
    );
    expect(vgg.map(({ cell }) => cell.recipe).toSorted()).toEqual(['naive', 'optimized']);
    for (const { outcome } of vgg) {
      expect(outcome).toEqual({
        status: 'skipped',
        limit: 'time',
        needed: expect.toSatisfy((ns: number) => ns > 30e9),
        reason: expect.stringMatching(
          /^it would take about .*, more than the quick preset's limit of 30 s per repetition; use --workload vgg16-cifar100 to measure it anyway$/,
        ),
      });
    }
    const asked = makePlan(choose({ preset: 'quick', workloads: ['vgg16-cifar100'], device: 'gpu' }), slow);
    expect([asked.cells.length, asked.impossible.length]).toEqual([3, 0]);
  });

  it('gives training that would be skipped a smaller batch, down to that of its check, and says so', () => {
    // A speed of its own, so that a faster engine does not change the batches.
    const expected = { startUpMs: 1200, core: { op: 35e9, net: 27e9 } };
    const withWasm: Facts = {
      ...facts({ wasm: works(cpu) }),
      engines: [{ ...engine('wasm', ['cpu']), expected }],
      machine: { ...parseMachine(m1Max), cpu: { ...parseMachine(m1Max).cpu!, physicalCores: 2 } },
    };
    const plan = makePlan(choose({ preset: 'quick', workloads: null }), withWasm);
    const batches = Object.fromEntries(
      plan.cells
        .filter(({ cell }) => cell.mode === 'train' && cell.recipe === 'optimized')
        .map(({ cell }) => [cell.workload, cell.batchSize]),
    );
    expect(batches).toMatchObject({
      'mnist-cnn': 256,
      'fashion-cnn': 256,
      'vgg16-cifar100': 16,
      resnet18: 4,
    });
    expect(Object.keys(batches)).toHaveLength(7);
    expect(plan.cells.every(({ estimateMs }) => estimateMs <= 30_000)).toBe(true);
    expect(plan.notes.join()).toContain('vgg16-cifar100 optimized 16 of 256');
    const named = makePlan(choose({ preset: 'quick', workloads: ['resnet18'] }), withWasm);
    expect(named.cells.find(({ purpose }) => purpose === 'train')?.cell.batchSize).toBe(64);
    expect(named.notes.join()).not.toContain('smaller batches');
  });

  it('plans the most important cells first and stops at the time limit of a device', () => {
    const plan = makePlan(choose({ preset: 'standard', workloads: null }), facts(everywhere));
    const late = plan.impossible.filter(
      ({ outcome }) =>
        outcome.status === 'skipped' &&
        /exceeds the standard preset's limit of .* per device/.test(outcome.reason),
    );
    expect(late.length).toBeGreaterThan(0);
    const onGpu = plan.cells.filter(({ cell }) => cell.device === gpu).map(({ cell }) => cell);
    for (const { id, kind, modes } of workloads) {
      for (const mode of modes.filter((one) => kind !== 'llm' && one !== 'converge'))
        expect(onGpu).toContainEqual(expect.objectContaining({ workload: id, mode, recipe: 'optimized' }));
    }
  });

  it('lets the options override the preset', () => {
    const asked = choose({
      workloads: ['matmul', 'mnist-cnn'],
      size: 96,
      batch: 32,
      repeat: 6,
      device: 'cpu',
      recipes: ['naive', 'optimized'],
    });
    const plan = makePlan(asked, facts(everywhere));
    expect(ids(plan).toSorted()).toEqual([
      'matmul/op/tfjs-wasm/cpu/naive/float32/n96',
      'matmul/op/tfjs-wasm/cpu/optimized/float32/n96',
      'mnist-cnn/infer/tfjs-wasm/cpu/naive/float32/b32',
      'mnist-cnn/infer/tfjs-wasm/cpu/optimized/float32/b32',
      'mnist-cnn/train/tfjs-wasm/cpu/naive/float32/b32',
      'mnist-cnn/train/tfjs-wasm/cpu/optimized/float32/b32',
    ]);
    expect(plan.cells.every(({ timing }) => timing.exactSamples === 6)).toBe(true);
  });

  it('orders repetitions in rounds, each cell once per round, depending only on the seed', () => {
    const asked = choose({ preset: 'standard', workloads: null });
    const plan = makePlan(asked, facts(everywhere));
    const rounds = Map.groupBy(plan.order, ({ runIndex }) => runIndex);
    expect([...rounds.keys()]).toEqual([0, 1, 2]);
    expect(plan.cells.length).toBeGreaterThan(20);
    for (const round of rounds.values()) {
      expect(new Set(round.map(({ planned }) => planned))).toEqual(new Set(plan.cells));
    }
    const order = (seed: number) =>
      makePlan(asked, { ...facts(everywhere), seed }).order.map(
        ({ planned, runIndex }) => `${runIndex} ${cellId(planned.cell)}`,
      );
    expect(order(7)).toEqual(order(7));
    expect(order(7)).not.toEqual(order(8));
  });

  it('times a matrix product before and after long runs, on the GPU if there is one', () => {
    expect(makePlan(choose(), facts(everywhere)).bookend).toBeNull();
    const long = makePlan(choose({ preset: 'standard', device: 'all', repeat: 2 }), facts(everywhere));
    expect(long.bookend).toMatchObject({
      cell: { workload: 'matmul', device: gpu },
      timing: { exactSamples: null },
    });
  });

  it('times whole epochs in the full preset', () => {
    const plan = makePlan(choose({ preset: 'full', recipes: ['optimized'] }), facts(everywhere));
    const training = plan.cells.filter(({ purpose }) => purpose === 'train');
    expect(training.map(({ timing }) => timing.minSamples)).toEqual([235, 235]);
    expect(training.map(({ repetitions }) => repetitions)).toEqual([3, 3]);
  });

  it('plans latency, throughput and a batch sweep for every net', () => {
    const asked = choose({ preset: 'standard', modes: ['infer'], device: 'cpu' });
    const plan = makePlan(asked, facts(everywhere));
    expect(ids(plan)).toEqual([
      'mnist-cnn/infer/tfjs-wasm/cpu/optimized/float32/b1',
      'mnist-cnn/infer/tfjs-wasm/cpu/optimized/float32/b32',
    ]);
    expect(plan.cells[0]?.timing).toMatchObject({ minWarmUpSteps: 50, minSamples: 200 });
    const [batchSweep] = plan.batchSweeps;
    expect(plan.batchSweeps).toHaveLength(1);
    const plannedAt = batchSweep?.plannedAt(64, false);
    expect(plannedAt).toMatchObject({
      repetitions: 1,
      purpose: 'batch-sweep',
      cell: { batchSize: 64, mode: 'infer' },
    });
    expect(batchSweep?.plannedAt(128, true).timing).toMatchObject({
      exactSamples: 1,
      minWarmUpSteps: 0,
      minWarmUpMs: 0,
    });
    expect(makePlan({ ...asked, batch: 8 }, facts(everywhere))).toMatchObject({
      cells: [{ cell: { batchSize: 8 } }],
      batchSweeps: [],
    });
    expect(makePlan({ ...asked, preset: 'quick' }, facts(everywhere)).batchSweeps).toEqual([]);
  });

  it('sweeps the lengths at a constant number of tokens, up to 8192 in the full preset', () => {
    const attention = (preset: Choice['preset']) =>
      makePlan(
        choose({ preset, workloads: ['attention'], recipes: ['optimized'], device: 'cpu' }),
        facts(everywhere),
      );
    const lengths = (preset: Choice['preset'], mode: string) =>
      attention(preset)
        .cells.filter(({ cell }) => cell.mode === mode)
        .map(({ cell }) => [cell.sequenceLength, cell.batchSize]);
    expect(lengths('standard', 'infer')).toEqual([
      [32, 32],
      [64, 32],
      [128, 32],
      [256, 32],
    ]);
    expect(lengths('standard', 'op').at(-1)).toEqual([4096, 2]);
    expect(lengths('full', 'op').at(-1)).toEqual([8192, 1]);
    for (const [length, batch] of lengths('full', 'op')) expect(length! * batch!).toBe(8192);
    const one = choose({
      workloads: ['attention', 'transformer-encoder'],
      sequenceLength: 200,
      device: 'cpu',
    });
    const plan = makePlan({ ...one, preset: 'standard', modes: ['infer'] }, facts(everywhere));
    expect(new Set(plan.cells.map(({ cell }) => cell.sequenceLength))).toEqual(new Set([200]));
  });

  it('sets a length for sequences and none for images', () => {
    const plan = makePlan(
      choose({ workloads: ['transformer-encoder', 'deit-small'], modes: ['train'], device: 'cpu' }),
      facts(everywhere),
    );
    expect(plan.cells.map(({ cell }) => [cell.workload, cell.sequenceLength])).toEqual([
      ['transformer-encoder', 50],
      ['deit-small', null],
    ]);
  });

  it('multiplies in half precision if the engine supports it, and reports nothing if it does not', () => {
    const half = facts(everywhere);
    const able = { ...half, engines: half.engines.map((one) => ({ ...one, unsupported: () => null })) };
    const asked = choose({
      preset: 'standard',
      workloads: ['matmul'],
      device: 'cpu',
      recipes: ['optimized'],
    });
    const dtypes = (plan: ReturnType<typeof makePlan>) => [
      ...new Set(plan.cells.map(({ cell }) => cell.dtype)),
    ];
    expect(dtypes(makePlan(asked, able))).toEqual(['float32', 'float16', 'bfloat16']);
    const unable = makePlan(asked, half);
    expect([dtypes(unable), unable.impossible]).toEqual([['float32'], []]);
  });

  describe('tf32', () => {
    const nvidia: Device = {
      kind: 'gpu',
      api: 'cuda',
      name: 'NVIDIA GeForce RTX 4070 SUPER',
      software: false,
    };
    const here = (tensorFloat: string[]): Facts => ({
      ...facts({ tensorflow: { ...works(nvidia, cpu), tensorFloat } as Probe }),
      engines: engines.filter(({ id }) => id === 'tensorflow'),
    });
    const dtypes = (choice: Partial<Choice>, tensorFloat = [nvidia.name]) => {
      const asked = choose({ engines: ['tensorflow'], device: 'gpu', ...choice });
      const plan = makePlan(asked, here(tensorFloat));
      return {
        cells: plan.cells.map(({ cell: { mode, recipe, dtype } }) => `${mode} ${recipe} ${dtype}`),
        impossible: plan.impossible.map(({ outcome }) => 'reason' in outcome && outcome.reason),
      };
    };

    it('is what the naive recipe measures where the engine does it by default', () => {
      const asked: Partial<Choice> = { preset: 'quick', modes: ['train'] };
      expect(dtypes(asked)).toEqual({
        cells: ['train optimized float32', 'train optimized bfloat16', 'train naive tf32'],
        impossible: [],
      });
      const elsewhere = ['train optimized float32', 'train naive float32'];
      expect(dtypes(asked, []).cells.filter((cell) => !cell.includes('bfloat16'))).toEqual(elsewhere);
      expect(dtypes({ ...asked, device: 'cpu' }).cells).toEqual(elsewhere);
    });

    it('is measured by the longer presets, between float32 and bfloat16', () => {
      expect(dtypes({ preset: 'standard', modes: ['train'] }).cells).toEqual([
        'train optimized float32',
        'train optimized tf32',
        'train optimized bfloat16',
        'train naive tf32',
      ]);
      expect(dtypes({ preset: 'standard', modes: ['train'] }, []).cells).not.toContain(
        'train optimized tf32',
      );
      const products = dtypes({ preset: 'standard', workloads: ['matmul'], size: 1024 });
      expect(products.cells.toSorted()).toEqual(
        ['bfloat16', 'float16', 'float32', 'tf32'].map((dtype) => `op optimized ${dtype}`),
      );
    });

    it('is refused by name where the GPU, the device or the engine has none', () => {
      const chosen: Partial<Choice> = { dtype: 'tf32', recipes: ['optimized'], modes: ['train'] };
      expect(dtypes(chosen).cells).toEqual(['train optimized tf32']);
      expect(dtypes(chosen, []).impossible).toEqual([
        'NVIDIA GeForce RTX 4070 SUPER has no TensorFloat-32, which NVIDIA GPUs have from Ampere on (2020)',
      ]);
      expect(dtypes({ ...chosen, device: 'cpu' }).impossible).toEqual([
        'tf32 needs an NVIDIA GPU from Ampere on (2020), through CUDA',
      ]);
      const mlx = engines.find(({ id }) => id === 'mlx')!;
      expect(
        mlx.unsupported({ workload: 'matmul', mode: 'op', dtype: 'tf32', recipe: 'naive', device: nvidia }),
      ).toBe('tf32 is not supported: mlx has none');
    });
  });

  it('also computes nets in bfloat16 on a hardware GPU, in the optimized recipe only', () => {
    const able = (device: Device) => {
      const here = facts({ 'tfjs-webgpu': works(device) });
      return { ...here, engines: here.engines.map((one) => ({ ...one, unsupported: () => null })) };
    };
    const halves = (choice: Partial<Choice>, device = gpu) => {
      const plan = makePlan(choose({ preset: 'standard', device: device.kind, ...choice }), able(device));
      expect(plan.impossible).toEqual([]);
      return plan.cells.filter(({ cell }) => cell.dtype !== 'float32').map(({ cell }) => cellId(cell));
    };
    expect(halves({})).toEqual([
      'mnist-cnn/train/tfjs-webgpu/gpu/optimized/bfloat16/b256',
      'mnist-cnn/infer/tfjs-webgpu/gpu/optimized/bfloat16/b32',
    ]);
    expect(halves({}, emulated)).toEqual([]);
    expect(halves({ preset: 'quick' })).toEqual(['mnist-cnn/train/tfjs-webgpu/gpu/optimized/bfloat16/b256']);
    expect(halves({ preset: 'quick', dtype: 'float16', modes: ['train'] })).toEqual([
      'mnist-cnn/train/tfjs-webgpu/gpu/optimized/float16/b256',
    ]);
  });

  it.each([
    [null, 'cpu,Some CPU'],
    [['tfjs-wasm'], 'cpu,Some CPU'],
    [['tfjs-wasm'], 'Some CPU,cpu,all'],
  ] as const)('measures a device once, however often it is named: %s, %s', (named, device) => {
    const engines = named === null ? null : [...named];
    const probes = { ...everywhere, 'tfjs-webgpu': broken };
    const given = { ...facts(probes), devices: [{ kind: 'cpu', name: 'Some CPU', index: null }] };
    const cellsOn = (words: string) => ids(makePlan(choose({ engines, device: words }), given));
    expect(cellsOn(device)).toEqual(cellsOn('cpu'));
    expect(cellsOn('cpu')).not.toEqual([]);
  });

  it('skips matrices that do not fit into the memory of a GPU, with the reason', () => {
    const small = { ...facts(everywhere) };
    small.machine = { ...small.machine, memoryBytes: 8 * 2 ** 30 };
    const plan = makePlan(choose({ preset: 'full', workloads: ['matmul'], device: 'gpu' }), small);
    expect(plan.impossible.filter(({ cell }) => cell.dtype === 'float32')).toContainEqual({
      cell: expect.objectContaining({ size: 16_384 }),
      outcome: {
        status: 'skipped',
        limit: 'memory',
        needed: 7 * 4 * 16_384 ** 2,
        reason: expect.stringMatching(/^would need about 7\.52 GB of memory/),
      },
    });
  });

  it('trains to a target if requested, and in the full preset', () => {
    const asked = choose({ converge: true, modes: ['train'], device: 'cpu' });
    const plan = makePlan(asked, facts(everywhere));
    const [converge] = plan.cells.filter(({ cell }) => cell.mode === 'converge');
    expect(converge?.convergence).toMatchObject({ dataset: 'MNIST', target: expect.any(Number) });
    expect(converge?.convergence?.maxEpochs).toBeGreaterThan(10);
    expect(converge?.timing.exactSamples).toBeNull();
    const full = makePlan(choose({ preset: 'full', device: 'cpu' }), facts(everywhere));
    expect(full.cells.filter(({ purpose }) => purpose === 'converge')).toMatchObject([{ repetitions: 3 }]);
    expect(
      makePlan(choose({ preset: 'standard' }), facts(everywhere)).cells.map(({ purpose }) => purpose),
    ).not.toContain('converge');
  });

  it('includes the pauses in the estimate', () => {
    const [fast, slow] = [0, 60_000].map((delayMs) =>
      makePlan(choose({ preset: 'standard', device: 'cpu', modes: ['train'] }), facts(everywhere), delayMs),
    );
    expect(slow!.estimateMs - fast!.estimateMs).toBe(60_000 * (slow!.order.length - 1));
  });

  it('gives every repetition a deadline longer than its estimate', () => {
    for (const preset of ['smoke', 'quick', 'standard', 'full'] as const) {
      for (const planned of makePlan(choose({ preset, workloads: null }), facts(everywhere)).cells) {
        expect(planned.deadlineMs).toBeGreaterThan(2 * planned.estimateMs);
        expect(timingSchema.safeParse(planned.timing).success).toBe(true);
      }
    }
  });
});

it('the presets have the documented repetitions and times on an ordinary machine', () => {
  const estimate = (preset: Choice['preset']) =>
    makePlan(choose({ preset, workloads: null }), facts(everywhere)).estimateMs / 60_000;
  expect(estimate('smoke')).toBeLessThan(0.5);
  // Two minutes per device.
  expect(estimate('quick')).toBeLessThan(4);
  expect(estimate('standard')).toBeLessThan(30);
  for (const preset of [presets.standard, presets.full])
    for (const count of Object.values(preset.repetitions)) expect(count).toBeGreaterThanOrEqual(3);
});
