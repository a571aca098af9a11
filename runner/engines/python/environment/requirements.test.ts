import { describe, expect, it } from 'vitest';
import { engines } from '../../index.ts';
import type { EngineInPython } from '../engine.ts';
import { linux, mac, windows } from '../testing/platforms.ts';

const enginesInPython = engines.filter((engine): engine is EngineInPython => 'requirements' in engine);

describe.each(enginesInPython)('the requirements of $id', ({ requirements }) => {
  it.each([linux, mac, { ...linux, nvidiaDriver: 580 }])(
    'pin every package, including NumPy, on %o',
    (platform) => {
      const wanted = requirements(platform);
      if ('reason' in wanted) throw new Error(wanted.reason);
      for (const one of wanted.packages) expect(one).toMatch(/^[\w-]+(\[[\w-]+\])?==\d[\w.+]*$/);
      expect(wanted.packages.join()).toContain('numpy==');
    },
  );

  it('do not include gigabytes of CUDA without an NVIDIA GPU', () => {
    expect(requirements(linux)).toMatchObject({ download: expect.stringMatching(/MB$/) });
  });

  it.each([
    [{ ...mac, arch: 'x64' }, /no longer available for Macs with Intel/],
    [{ ...windows, arch: 'arm64' }, /Windows on ARM/],
    [{ ...linux, system: 'freebsd' }, /not available for freebsd x64/],
    [{ ...linux, arch: 'riscv64' }, /not available for linux riscv64/],
  ] as const)('do not exist on %o, with the reason', (platform, reason) => {
    expect(requirements(platform)).toEqual({
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(/./),
    });
  });
});

it.each([
  ['linux', 580, true],
  ['linux', null, false],
  ['win32', null, false],
  ['darwin', null, true],
] as const)(
  'the build of PyTorch for %s with driver %s computes on a GPU: %s',
  (system, nvidiaDriver, gpu) => {
    const arch = system === 'darwin' ? 'arm64' : 'x64';
    const { requirements } = enginesInPython.find(({ id }) => id === 'pytorch')!;
    expect(requirements({ ...linux, system, arch, nvidiaDriver })).toMatchObject({ gpu });
  },
);
