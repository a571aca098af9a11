import { expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { noColors } from '../text/colors.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { workloads } from '../workloads/index.ts';
import { formatAbilities, toAbilities } from './list.ts';

const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };
const gpu: Device = { kind: 'gpu', api: 'cuda', name: 'Some GPU', software: false };
const engine = (id: EngineId, unsupported: Engine['unsupported']): Engine => ({
  id,
  computes: 'nets',
  preference: {},
  deviceKinds: ['gpu', 'cpu'],
  ...typeScriptWorker('/nowhere.ts'),
  unsupported,
  setup: null,
});

const context = {
  engines: [
    engine('pytorch', ({ dtype, device }) =>
      dtype === 'float16' && device.kind === 'cpu' ? 'no half on a CPU' : null,
    ),
    engine('mlx', ({ mode, dtype }) => (mode === 'infer' && dtype === 'float32' ? null : 'forward only')),
    engine('tfjs-node', () => null),
  ],
  workloads: workloads.filter(({ id }) => id === 'mnist-cnn' || id === 'matmul'),
};
const works = (...devices: Device[]): Probe => ({ available: true, version: '1.0', devices, observed: {} });
const probes = (devices: Device[]) =>
  new Map<EngineId, Probe>([
    ['pytorch', works(...devices)],
    ['mlx', works(cpu)],
    ['tfjs-node', { available: false, reason: 'it is not set up', remedy: 'set it up' }],
  ]);

it('lists the engines, then each workload with the engines that can run it', () => {
  const text = formatAbilities(toAbilities(context, probes([gpu, cpu])), probes([gpu, cpu]), noColors);
  expect(text.split('\n')).toEqual([
    'Engines',
    '  ✓ pytorch 1.0 on gpu: Some GPU through cuda; cpu: Some CPU in float32, bfloat16, float16',
    '  ✓ mlx 1.0 on cpu: Some CPU in float32',
    '  ✗ tfjs-node: it is not set up',
    '    to fix it: set it up',
    '',
    expect.stringMatching(/^Workloads +modes +recipes +engines that run it here$/),
    expect.stringMatching(
      /^ {2}mnist-cnn +train, infer, converge +naive, optimized +pytorch, mlx \(infer only\)$/,
    ),
    expect.stringMatching(/^ {2}matmul +op +naive, optimized +pytorch$/),
  ]);
});

it('asks an engine what it supports on the devices of this machine', () => {
  const dtypes = (devices: Device[]) =>
    toAbilities(context, probes(devices)).find((one) => one.engine === 'pytorch')?.dtypes;
  expect(dtypes([cpu])).toEqual(['float32', 'bfloat16']);
  expect(dtypes([gpu, cpu])).toEqual(['float32', 'bfloat16', 'float16']);
});

it('has tf32 where the engine reports a GPU with it', () => {
  const jax: Engine = { ...engine('jax', () => null), naiveDType: () => 'tf32' };
  const dtypes = (probe: Probe) =>
    toAbilities({ ...context, engines: [jax] }, new Map([['jax', probe]]))[0]?.dtypes;
  const working = works(gpu) as Extract<Probe, { available: true }>;
  expect(dtypes({ ...working, tensorFloat: [gpu.name] })).toContain('tf32');
  expect(dtypes(working)).not.toContain('tf32');
});

it('gives the reason if an engine supports no mode of a workload', () => {
  const abilities = toAbilities(context, probes([cpu]));
  expect(abilities.find((one) => one.engine === 'mlx' && one.workload === 'matmul')).toMatchObject({
    devices: ['cpu'],
    modes: [],
    reason: 'forward only',
    remedy: 'use --engine pytorch or tfjs-node',
  });
});
