import { describe, expect, it } from 'vitest';
import { cellId, type Device } from '../data/contract/cell.ts';
import type { EngineId } from '../data/contract/words.ts';
import type { Choice } from './arguments.ts';
import type { Engine } from './engines/engine.ts';
import { m1Max } from './machine/fixtures.ts';
import { parseMachine } from './machine/parse.ts';
import { type Facts, makePlan } from './plan.ts';
import { presets } from './presets.ts';
import type { Probe } from './protocol.ts';
import { timingSchema } from './protocol.ts';
import { workloads } from './workloads/index.ts';

const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };
const gpu: Device = { kind: 'gpu', api: 'vulkan', name: 'Some GPU', software: false };
const emulated: Device = { kind: 'gpu', api: 'vulkan', name: 'SwiftShader', software: true };

const engine = (id: EngineId, deviceKinds: Engine['deviceKinds']): Engine => ({
  id,
  deviceKinds,
  worker: '/nowhere.ts',
  environment: {},
  unsupported: ({ dtype }) => (dtype === 'float32' ? null : 'float32 only'),
  setup: null,
});
const works = (...devices: Device[]): Probe => ({ available: true, version: '1', devices, observed: {} });
const broken: Probe = { available: false, why: 'no library', mend: 'install it' };

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

const choose = (changes: Partial<Choice> = {}): Choice => ({
  preset: 'smoke',
  workloads: ['mnist-cnn'],
  engines: null,
  device: null,
  recipes: null,
  dtype: 'float32',
  batch: null,
  size: null,
  sequenceLength: null,
  repeat: null,
  ...changes,
});
const ids = (plan: ReturnType<typeof makePlan>) => plan.cells.map(({ cell }) => cellId(cell));

describe('makePlan', () => {
  it('takes the best engine of each device', () => {
    expect(ids(makePlan(choose(), facts(everywhere)))).toEqual([
      'mnist-cnn/train/tfjs-webgpu/gpu/optimized/float32/b256',
      'mnist-cnn/train/tfjs-wasm/cpu/optimized/float32/b256',
    ]);
    const withCuda = facts({ ...everywhere, 'tfjs-node': works(gpu, cpu) });
    expect(makePlan(choose(), withCuda).cells.map(({ cell }) => cell.engine)).toEqual([
      'tfjs-node',
      'tfjs-node',
    ]);
  });

  it('leaves an emulated GPU out and says so, unless it is asked for', () => {
    const here = facts({ ...everywhere, 'tfjs-webgpu': works(emulated) });
    const plan = makePlan(choose(), here);
    expect(ids(plan)).toEqual(['mnist-cnn/train/tfjs-wasm/cpu/optimized/float32/b256']);
    expect(plan.notes).toEqual([expect.stringContaining('"SwiftShader" is emulated by the CPU')]);
    for (const asked of [choose({ device: 'gpu' }), choose({ engines: ['tfjs-webgpu'] })]) {
      expect(makePlan(asked, here).cells.map(({ cell }) => cell.device)).toEqual([emulated]);
    }
  });

  it('prefers a real GPU to an emulated one that stands first', () => {
    const here = facts({ ...everywhere, 'tfjs-webgpu': works(emulated, gpu) });
    expect(makePlan(choose({ device: 'gpu' }), here).cells[0]?.cell.device).toEqual(gpu);
  });

  it.each([
    [
      'an engine that does not work',
      choose({ engines: ['tfjs-node'] }),
      /no library; to mend it: install it/,
    ],
    [
      'a device that the engine cannot drive',
      choose({ engines: ['tfjs-wasm'], device: 'gpu' }),
      /tfjs-wasm finds no gpu/,
    ],
    ['a dtype that the workload has not', choose({ dtype: 'float16' }), /declared for float32 only/],
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

  it.each([
    [
      choose({ workloads: ['matmul'], batch: 8 }),
      '--batch does not fit: none of the chosen workloads (matmul) has a batch',
    ],
    [choose({ size: 8 }), '--size does not fit: none of the chosen workloads (mnist-cnn)'],
    [choose({ sequenceLength: 8 }), '--sequence-length does not fit'],
  ])('refuses an option that fits no workload', (choice, message) => {
    expect(() => makePlan(choice, facts(everywhere))).toThrow(message);
  });

  it('skips with a reason what is too long for the preset, unless it is asked for', () => {
    const slow = facts({ 'tfjs-webgpu': works(emulated) });
    const plan = makePlan(choose({ preset: 'quick', workloads: null, device: 'gpu' }), slow);
    expect(
      plan.impossible.map(({ cell, outcome }) => `${cell.workload} ${cell.recipe} ${outcome.status}`),
    ).toEqual(['vgg16-cifar100 naive skipped', 'vgg16-cifar100 optimized skipped']);
    expect(plan.impossible[0]?.outcome).toMatchObject({
      reason: expect.stringMatching(
        /more than the 2 min that the quick preset gives a cell; --workload vgg16-cifar100/,
      ),
    });
    const asked = makePlan(choose({ preset: 'quick', workloads: ['vgg16-cifar100'], device: 'gpu' }), slow);
    expect([asked.cells.length, asked.impossible.length]).toEqual([2, 0]);
  });

  it('lets the arguments win over the preset', () => {
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
      'mnist-cnn/train/tfjs-wasm/cpu/naive/float32/b32',
      'mnist-cnn/train/tfjs-wasm/cpu/optimized/float32/b32',
    ]);
    expect(plan.cells.every(({ timing }) => timing.exactSamples === 6)).toBe(true);
  });

  it('orders in rounds, each cell once a round, by the seed alone', () => {
    const asked = choose({ preset: 'standard', workloads: null });
    const plan = makePlan(asked, facts(everywhere));
    const rounds = Map.groupBy(plan.order, ({ runIndex }) => runIndex);
    expect([...rounds.keys()]).toEqual([0, 1, 2]);
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

  it('times a matrix product before and after long runs, on the GPU where there is one', () => {
    expect(makePlan(choose(), facts(everywhere)).bookend).toBeNull();
    const long = makePlan(choose({ preset: 'standard', device: 'all', repeat: 2 }), facts(everywhere));
    expect(long.bookend).toMatchObject({
      cell: { workload: 'matmul', device: gpu },
      timing: { exactSamples: null },
    });
  });

  it('times whole epochs in the full preset', () => {
    const plan = makePlan(choose({ preset: 'full', recipes: ['optimized'] }), facts(everywhere));
    expect(plan.cells.map(({ timing }) => timing.minSamples)).toEqual([235, 235]);
  });

  it('allows every repetition more time than it is expected to take', () => {
    for (const preset of ['smoke', 'quick', 'standard', 'full'] as const) {
      for (const planned of makePlan(choose({ preset, workloads: null }), facts(everywhere)).cells) {
        expect(planned.deadlineMs).toBeGreaterThan(2 * planned.estimateMs);
        expect(timingSchema.safeParse(planned.timing).success).toBe(true);
      }
    }
  });
});

it('the presets keep what they promise of repetitions and time on an ordinary machine', () => {
  const estimate = (preset: Choice['preset']) =>
    makePlan(choose({ preset, workloads: null }), facts(everywhere)).estimateMs / 60_000;
  expect(estimate('smoke')).toBeLessThan(0.5);
  expect(estimate('quick')).toBeLessThan(3);
  expect(estimate('standard')).toBeLessThan(30);
  expect(presets.standard.repetitions).toBeGreaterThanOrEqual(3);
  expect(presets.full.repetitions).toBeGreaterThanOrEqual(7);
});
