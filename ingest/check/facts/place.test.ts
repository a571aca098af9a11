import { describe, expect, it } from 'vitest';
import { engines } from '../../../data/catalogue/index.ts';
import type { Device } from '../../../data/contract/cell.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import type { EngineId } from '../../../data/contract/words.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { cpu, gpu, machine, matmul, submission, vgg } from '../../testing/samples.ts';

const radeon: Device = { ...gpu, name: 'AMD Radeon RX 7900 XTX' };
const apple: Device = { ...gpu, api: 'metal', name: 'Apple M2' };
const on = (platform: Machine['os']['platform'], device: Device): Machine => ({
  ...machine,
  os: { ...machine.os, platform },
  cpu: { ...machine.cpu!, name: device.kind === 'cpu' ? device.name : machine.cpu!.name },
  gpus: device.kind === 'gpu' ? [{ ...machine.gpus[0]!, name: device.name }] : [],
});

const browser: Submission['runner'] = {
  origin: 'browser',
  version: '0.1.0',
  commit: null,
  dirty: null,
  runtime: 'Chrome 156',
};

function rejections(
  engine: EngineId,
  device: Device,
  platform: Machine['os']['platform'],
  change: Partial<Submission> = {},
) {
  const run = submission([matmul(0.3, { engine, device })], { machine: on(platform, device), ...change });
  return checkedFactsOf(run).reject.filter((text) => text.includes('impossible-engine'));
}

describe('an engine', () => {
  it.each([
    [
      'tfjs-wasm',
      gpu,
      'linux',
      /^results\.0: there is no tfjs-wasm on a gpu, only cpu \(linux, .*\); measure again/,
    ],
    ['wasm', gpu, 'linux', /there is no wasm on a gpu/],
    ['webgpu', cpu, 'linux', /there is no webgpu on a cpu/],
    [
      'pytorch',
      gpu,
      'linux',
      /no pytorch on a gpu through the API "vulkan", only .*gpu through cuda \(linux, win32, NVIDIA\)/,
    ],
    [
      'pytorch',
      { ...radeon, api: 'cuda' },
      'linux',
      /on a device of AMD, only gpu through cuda \(linux, win32, NVIDIA\)/,
    ],
    ['pytorch', { ...gpu, api: 'rocm' }, 'linux', /on a device of NVIDIA/],
    ['pytorch', { ...gpu, api: 'xpu' }, 'linux', /on a device of NVIDIA/],
    ['mlx', { ...apple, name: 'NVIDIA GeForce RTX 4090' }, 'darwin', /on a device of NVIDIA/],
    ['mlx', apple, 'linux', /through the API "metal" on the command line on linux/],
    ['mlx', cpu, 'win32', /no mlx on a cpu .* on win32/],
    ['tensorflow', { ...gpu, api: 'cuda' }, 'win32', /on win32, only gpu through cuda \(linux, NVIDIA\)/],
    ['jax', { ...gpu, api: 'rocm' }, 'linux', /through the API "rocm"/],
    ['webgpu', { ...gpu, api: 'metal' }, 'win32', /on win32/],
    ['webgpu', { ...gpu, api: 'unknown' }, 'linux', /through the API "unknown" on the command line/],
  ] as const)('%s does not compute on %o on %s', (engine, device, platform, text) => {
    expect(rejections(engine, device, platform)).toEqual([expect.stringMatching(text)]);
  });

  it.each([
    ['pytorch', { ...radeon, api: 'rocm' }, 'linux'],
    ['pytorch', { ...gpu, api: 'cuda', name: 'A100-SXM4-40GB' }, 'linux'],
    ['pytorch', apple, 'darwin'],
    ['mlx', { ...gpu, api: 'cuda' }, 'linux'],
    ['webgpu', radeon, 'linux'],
    ['tfjs-node', { ...gpu, api: 'cuda' }, 'win32'],
    ['jax', cpu, 'win32'],
  ] as const)('%s computes on %o on %s', (engine, device, platform) => {
    expect(rejections(engine, device, platform)).toEqual([]);
  });

  it('that runs in browsers hides its API there', () => {
    const hidden = { ...gpu, api: 'unknown' } as const;
    expect(rejections('webgpu', hidden, 'android', { runner: browser })).toEqual([]);
    expect(rejections('webgpu', gpu, 'linux', { runner: browser })).toHaveLength(1);
    expect(rejections('pytorch', cpu, 'linux', { runner: browser })).toHaveLength(1);
  });

  it('computes on each of its places', () => {
    for (const { id, places, workloads } of engines) {
      for (const { kind, api, origins, platforms } of places) {
        // It is told before the work that an engine does not do.
        const nothingElse = workloads.includes('matmul') ? [] : [expect.stringMatching(/no matmul on/)];
        const device: Device = { kind, api, name: 'some device', software: false };
        const change = origins.includes('cli') ? {} : { runner: browser };
        expect(rejections(id, device, platforms[0]!, change), `${id} ${api}`).toEqual(nothingElse);
      }
    }
  });

  it.each([
    [{ engine: 'llama.cpp' }, /there is no matmul on llama\.cpp, only llm; measure again/],
    [{ engine: 'wasm', dtype: 'float16' }, /no wasm on a cpu .* in float16, only in float32;/],
    [
      { engine: 'pytorch', dtype: 'tf32' },
      /no pytorch on a cpu .* in tf32, only in float32, float16, bfloat16;/,
    ],
    [{ engine: 'mlx', workload: 'copy', size: 8192 }, /no copy on mlx, only matmul, /],
    [
      { engine: 'pytorch', workload: 'copy', size: 8192, recipe: 'naive' },
      /naive recipe of copy, only optimized;/,
    ],
  ] as const)('does not compute %o', (change, text) => {
    const file = submission([matmul(0.3, { device: cpu, ...change })]);
    expect(checkedFactsOf(file).reject.filter((one) => one.includes('impossible-engine'))).toEqual([
      expect.stringMatching(text),
    ]);
  });

  it('does not train in half precision as in a tutorial', () => {
    const rejected = (recipe: 'naive' | 'optimized') =>
      checkedFactsOf(submission([vgg(300, { engine: 'pytorch', recipe, dtype: 'bfloat16' })])).reject;
    const text = /no naive vgg16-cifar100 in bfloat16, only in float32, tf32;/;
    expect(rejected('naive')).toContainEqual(expect.stringMatching(text));
    expect(rejected('optimized').filter((one) => one.includes('impossible-engine'))).toEqual([]);
  });
});
