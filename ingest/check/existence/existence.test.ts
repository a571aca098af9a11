import { describe, expect, it } from 'vitest';
import type { Device } from '../../../data/contract/cell.ts';
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import type { EngineId } from '../../../data/contract/words.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { llm } from '../../testing/mode-samples.ts';
import { changed, cpu, gpu, machine, matmul, submission } from '../../testing/samples.ts';

/** What one product says about its versions: the engine's, Node's, and when it ran. */
interface Run {
  engine?: EngineId;
  engineVersion?: string;
  device?: Device;
  runtime?: string;
  finishedAt?: string;
  machine?: Partial<Machine>;
  virtualisation?: string | null;
}

function checked({ engine, engineVersion, device, runtime, finishedAt, virtualisation, ...rest }: Run) {
  const usual = matmul(0.3, { ...(engine && { engine }), ...(device && { device }) });
  const result = engineVersion === undefined ? usual : changed(usual, () => ({ engineVersion }));
  const plain = submission([result]);
  const change: Partial<Submission> = {
    runner: { ...plain.runner, runtime: runtime ?? plain.runner.runtime },
    ...(finishedAt === undefined ? {} : { finishedAt }),
    machine: { ...plain.machine, ...rest.machine },
    conditions: { ...plain.conditions, virtualisation: virtualisation ?? 'none' },
  };
  return checkedFactsOf(submission([result], change));
}

const named = (name: string, api: Device['api'] = 'cuda'): Device => ({ ...gpu, api, name });
const card = (
  name: string,
  driver: string | null = null,
  vramBytes: number | null = null,
): Partial<Machine> => ({
  gpus: [{ name, vendor: 'NVIDIA', vramBytes, driver, cores: null }],
});
const doubts = (run: Run, check: string): string[] => {
  const { reject, withheld } = checked(run);
  return [...reject.filter((text) => text.endsWith(`(${check})`)), ...(withheld === null ? [] : [withheld])];
};

describe('versions that were never released', () => {
  it.each([
    ['of an engine', { engine: 'jax', engineVersion: '0.0.1' }, /is older than 0\.4\.31, the oldest/],
    [
      'between two releases',
      { engine: 'tensorflow', engineVersion: '2.12.0 (Keras 2.99.0)' },
      /Keras 2\.99\.0 was never/,
    ],
    [
      'after the newest',
      { engine: 'pytorch', engineVersion: '2.99.0+cpu' },
      /PyTorch 2\.99\.0 was not released by/,
    ],
    [
      'of a line',
      { engine: 'pytorch', engineVersion: '2.6.9+cpu' },
      /PyTorch 2\.6\.9 was not released by .* 2\.6\.0/,
    ],
    ['of Node', { runtime: 'Node 99.0.0' }, /Node 99\.0\.0 was not released by/],
    ['of Node that is too early', { runtime: 'Node 24.99.0' }, /Node 24\.99\.0 was not released by/],
    [
      'of MLX below MLX LM',
      { engine: 'mlx-lm', engineVersion: '0.32.2 (MLX 0.99.0 CPU)' },
      /MLX 0\.99\.0 was not/,
    ],
    [
      'of a toolkit',
      { engine: 'pytorch', device: named(gpu.name), engineVersion: '2.13.0 (CUDA 12.7)' },
      /CUDA 12\.7 was never/,
    ],
  ] as [string, Run, RegExp][])('%s are refused', (_, run, text) => {
    expect(checked(run).reject).toContainEqual(expect.stringMatching(text));
  });

  it('but are newer than the catalogue are only unknown, and far ahead not ranked', () => {
    const late = { finishedAt: '2026-11-30T16:00:00.000Z', engine: 'pytorch' } as const;
    expect(checked({ ...late, engineVersion: '2.16.0+cpu' })).toMatchObject({
      reject: [],
      withheld: null,
      flags: expect.arrayContaining(['engine-version']),
    });
    expect(checked({ ...late, engineVersion: '2.99.0+cpu' })).toMatchObject({
      reject: [],
      withheld: 'PyTorch 2.99.0 is far ahead of 2.15.0, the newest that is known',
    });
    expect(checked({ ...late, engineVersion: '2.13.0+cpu', runtime: 'Node 99.0.0' }).withheld).toContain(
      'Node 99',
    );
  });

  it('are not development versions and versions with four numbers', () => {
    for (const [engine, engineVersion] of [
      ['pytorch', '2.16.0.dev20261101+cpu'],
      ['pytorch', '2.6.0a0+ecf3bae40a.nv25.01 (CUDA 12.8)'],
      ['jax', '0.12.0.1'],
    ] as const)
      expect(checked({ engine, engineVersion }), engineVersion).toMatchObject({ reject: [], withheld: null });
  });
});

describe('builds', () => {
  it.each([
    ['2.13.0+cu129 (CUDA 13.0)', /names two different builds/],
    ['2.13.0+cpu (CUDA 13.0)', /names two different builds/],
    ['2.9.0+rocm6.4 (HIP 7.0.1-0f2d60242)', /names two different builds/],
    ['2.3.0+xpu (XPU 20240101)', /a build for XPU, which pytorch has had since 2\.4\.0 only/],
  ])('that cannot be are refused: %s', (engineVersion, text) => {
    const api = engineVersion.includes('HIP') ? 'rocm' : engineVersion.includes('XPU') ? 'xpu' : 'cuda';
    const run = { engine: 'pytorch', engineVersion, device: named(gpu.name, api) } as const;
    expect(checked(run).reject).toContainEqual(expect.stringMatching(text));
  });
});

describe('CUDA and the card', () => {
  const torch = (name: string, cuda: string, driver: string | null = null): Run => ({
    engine: 'pytorch',
    engineVersion: `2.13.0 (CUDA ${cuda})`,
    device: named(name),
    machine: card(name, driver),
  });

  it.each([
    [
      'NVIDIA GeForce GTX 1080 Ti',
      '13.0',
      /CUDA 13\.0 has no code for the .* \(Pascal\); CUDA 12 is the last/,
    ],
    ['NVIDIA GeForce GTX 970', '13.1', /\(Maxwell\); CUDA 12 is the last/],
    ['NVIDIA TITAN V', '13.0', /\(Volta\); CUDA 12 is the last/],
    ['NVIDIA GeForce GTX 770', '12.6', /\(Kepler\); CUDA 11 is the last/],
  ])('%s has no code of CUDA %s', (name, cuda, text) => {
    expect(checked(torch(name, cuda)).reject).toEqual([expect.stringMatching(text)]);
  });

  it.each([
    ['NVIDIA GeForce GTX 1080 Ti', '12.6', '580.95.05', null],
    ['NVIDIA GeForce GTX 1660', '13.0', '590.44.01', null],
    ['NVIDIA GeForce RTX 5090', '12.8', '570.124.06', null],
    ['NVIDIA GeForce RTX 5090', '12.6', '570.124.06', /CUDA 12\.6 is older than the .* which needs 12\.8/],
    [
      'NVIDIA GeForce GTX 1080 Ti',
      '12.6',
      '590.44.01',
      /590\.44\.01 does not run the .* 580 is the last for Pascal/,
    ],
    ['NVIDIA GeForce RTX 5090', '12.8', '535.183.01', /535\.183\.01 is older than the .* which needs 560/],
    ['NVIDIA GeForce RTX 4090', '13.0', '535.183.01', /older than the CUDA of pytorch .* which needs 580/],
  ])('%s, CUDA %s and the driver %s', (name, cuda, driver, text) => {
    const { reject, withheld } = checked(torch(name, cuda, driver));
    expect(reject).toEqual([]);
    if (text === null) expect(withheld ?? '').not.toMatch(/driver|CUDA/);
    else expect(withheld).toMatch(text);
  });
});

const macos: Machine['os'] = { platform: 'darwin', name: 'macOS', version: '26.1', arch: 'arm64' };
const chip = (name: string, cores: number): Machine['cpu'] => ({
  name,
  vendor: 'Apple',
  physicalCores: cores,
  logicalCores: cores,
  baseGHz: null,
});
const mac = (name: string, cores: number, change: Partial<Machine> = {}): Run => ({
  device: { ...cpu, name },
  machine: { os: macos, cpu: chip(name, cores), gpus: [], memoryBytes: 16 * 2 ** 30, ...change },
});

describe('a chip of Apple', () => {
  const osOf = (version: string): Partial<Machine> => ({ os: { ...macos, version } });
  const withCores = (name: string, cores: number): Partial<Machine> => ({
    gpus: [{ name, vendor: 'Apple', vramBytes: null, driver: null, cores }],
  });

  it.each([
    [mac('Apple M4', 10, osOf('12.6')), /"12\.6", but an Apple M4 needs macOS 15\.0 or newer/],
    [mac('Apple M2 Max', 12, osOf('11.7.10')), /Apple M2 Max needs macOS 12\.4/],
    [
      mac('Apple M1', 8, { memoryBytes: 128 * 2 ** 30 }),
      /memoryBytes: is 128 GiB, but an Apple M1 has at most 16/,
    ],
    [mac('Apple M3 Pro', 40), /physicalCores: is 40, but an Apple M3 Pro has at most 12/],
    [mac('Apple M1', 8, withCores('Apple M1', 40)), /gpus\.0\.cores: is 40, but an Apple M1 has at most 8/],
    [
      { ...mac('Apple M2', 8, osOf('13.0')), engine: 'mlx', engineVersion: '0.32.4 (CPU)' },
      /mlx needs macOS 13\.3/,
    ],
  ] as [Run, RegExp][])('was never sold like this: %#', (run, text) => {
    expect(checked(run).reject).toContainEqual(expect.stringMatching(text));
  });

  it.each([
    ['a small M1', mac('Apple M1', 8, osOf('11.2.3'))],
    [
      'an M3 with its first system',
      mac('Apple M3 Max', 16, { ...osOf('13.5.2'), memoryBytes: 128 * 2 ** 30 }),
    ],
    ['a chip that is not listed', mac('Apple M9', 20, { memoryBytes: 1024 * 2 ** 30 })],
    ['a guest of an M4', { ...mac('Apple M4', 4, osOf('14.4')), virtualisation: 'macos-guest' }],
  ])('may be %s', (_, run) => {
    expect(checked(run).reject.filter((text) => /\((?:apple|system)\)$/.test(text))).toEqual([]);
  });
});

describe('the version of a system', () => {
  const intel = machine.cpu;
  const os = (
    platform: Machine['os']['platform'],
    name: string,
    version: string | null,
    arch = 'x64',
  ): Run => ({
    machine: { os: { platform, name, version, arch: arch as 'x64' }, cpu: intel },
  });

  it.each([
    [os('darwin', 'Ubuntu', '24.04'), /os\.name: is "Ubuntu", but .* "darwin"/],
    [os('win32', 'Ubuntu', '24.04'), /os\.name: is "Ubuntu", but .* "win32"/],
    [os('linux', 'Windows 11', '10.0.22631'), /but machine\.os\.platform is "linux"/],
    [os('darwin', 'macOS', '19.2'), /"19\.2", which macOS never had/],
    [os('darwin', 'macOS', '31.0'), /"31\.0", which is not out/],
    [os('darwin', 'macOS', '27.0'), /macOS 26 is the last for processors of Intel/],
    [os('linux', 'Ubuntu', '23.07'), /"23\.07", which Ubuntu never had/],
    [os('linux', 'Ubuntu', '44.04 LTS'), /"44\.04 LTS", which is not out/],
    [os('linux', 'Debian GNU/Linux', '99'), /"99", which is not out/],
    [os('linux', 'Fedora Linux', '88 (Workstation Edition)'), /which is not out/],
    [os('win32', 'Microsoft Windows 11 Pro', '10.0.19045'), /a build of Windows 10/],
    [os('win32', 'Microsoft Windows 10 Home', '10.0.22631'), /a build of Windows 11/],
    [os('win32', 'Microsoft Windows 7', '6.1.7601'), /which does not run Node/],
  ])('exists: %#', (run, text) => {
    expect(doubts(run, 'system')).toEqual([expect.stringMatching(text)]);
  });

  it.each([
    os('linux', 'Ubuntu', '24.04.3 LTS (Noble Numbat)'),
    os('linux', 'Ubuntu', '27.04'),
    os('linux', 'Debian GNU/Linux', '13 (trixie)'),
    os('linux', 'Fedora Linux', '43'),
    os('linux', 'Arch Linux', null),
    os('darwin', 'macOS', '26.1'),
    os('win32', 'Microsoft Windows Server 2025 Datacenter', '10.0.26100'),
    os('win32', 'Microsoft Windows 11 Pro', '10.0.26200'),
    os('win32', 'win32', '10.0.26200'),
    os('win32', 'Майкрософт Windows 11 Домашняя', '10.0.26200'),
  ])('is one of those that are: %#', (run) => {
    expect(doubts(run, 'system').filter((text) => text.includes('machine.os'))).toEqual([]);
  });
});

describe('a processor', () => {
  it.each([
    [{ baseGHz: 9 }, /baseGHz: is 9, more than the 6\.5 of the fastest processor/],
    [{ logicalCores: 48 }, /logicalCores: is 48, more than the 12 of the cores/],
  ])('has the clock and the threads of one: %o', (change, text) => {
    const run = { machine: { cpu: { ...machine.cpu!, ...change } } };
    expect(doubts(run, 'machine-limits')).toEqual([expect.stringMatching(text)]);
  });

  it('in a virtual machine has the threads that its owner describes', () => {
    const run = { machine: { cpu: { ...machine.cpu!, logicalCores: 48 } }, virtualisation: 'kvm' };
    expect(checked(run).reject).toEqual([]);
  });

  it('of a Mac is none of other makers', () => {
    const other = { ...machine.cpu!, name: 'Ampere(R) Altra(R) Processor', vendor: 'Ampere' };
    const run = { device: { ...cpu, name: other.name }, machine: { os: macos, cpu: other } };
    expect(checked(run).reject).toContainEqual(expect.stringMatching(/no system of Apple runs on "Ampere/));
  });
});

describe('llama.cpp', () => {
  const of = (platform: 'darwin' | 'linux', api: Device['api'], observed: Observed) => {
    const [name, vendor] =
      platform === 'darwin' ? ['Apple M4', 'Apple'] : ['NVIDIA GeForce RTX 4090', 'NVIDIA'];
    const result = changed(llm('prompt', 900, { device: { ...gpu, api, name } }), () => ({ observed }));
    const gpus = [{ name, vendor, vramBytes: null, driver: null, cores: null }];
    const change = platform === 'darwin' ? { os: macos, cpu: chip(name, 10), gpus } : { gpus };
    return checkedFactsOf(submission([result], { machine: { ...machine, ...change } })).reject;
  };

  it('computes on a Mac through Vulkan only in a llama-bench with a layer', () => {
    expect(of('darwin', 'vulkan', {})).toContainEqual(
      expect.stringMatching(/computes through Metal on darwin/),
    );
    expect(of('darwin', 'vulkan', { llamaBench: true, backends: 'Vulkan,BLAS' })).toEqual([]);
    expect(of('darwin', 'metal', {})).toEqual([]);
  });

  it('computes through a backend that it has', () => {
    const texts = of('linux', 'vulkan', { llamaBench: true, backends: 'CUDA' });
    expect(texts).toContainEqual(expect.stringMatching(/"backends" is "CUDA", none of which .* "vulkan"/));
    expect(of('linux', 'cuda', { llamaBench: true, backends: 'CUDA,CPU' })).toEqual([]);
  });
});

describe('fields that belong together', () => {
  const commit = 'a'.repeat(40);

  it.each([
    [{ commit: null, dirty: true }, 1],
    [{ commit, dirty: null }, 1],
    [{ commit, dirty: false }, 0],
    [{ commit: null, dirty: null }, 0],
  ])('are the commit and whether it was changed: %o', (change, count) => {
    const plain = submission([matmul(0.3)]);
    const { reject } = checkedFactsOf({ ...plain, runner: { ...plain.runner, ...change } });
    expect(reject.filter((text) => text.includes('runner.dirty'))).toHaveLength(count);
  });

  it.each([
    [{ index: 0 }, /only GPUs are numbered, but a CPU has the index 0/],
    [{ software: true }, /a CPU is no emulated GPU/],
  ])('are a CPU and what only a GPU has: %o', (change, text) => {
    expect(checked({ device: { ...cpu, ...change } }).reject).toContainEqual(expect.stringMatching(text));
  });

  it('are the command line and a processor', () => {
    expect(checked({ machine: { cpu: null } }).reject).toContainEqual(
      expect.stringContaining('machine.cpu: is null, but only a browser hides it'),
    );
  });

  it.each([
    [['2026-11-22T11:00:00.000Z']],
    [['2026-11-23T11:00:00.000Z']],
    [['2026-11-22T15:00:00.000Z', '2026-11-22T13:00:00.000Z']],
  ])('are the start, each time of resuming and the end, in order: %j', (resumedAt) => {
    const { reject } = checkedFactsOf(submission([matmul(0.3)], { resumedAt }));
    expect(reject).toEqual([expect.stringContaining('resumedAt is not in order')]);
  });
});
