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

  it('do not include CUDA for a Jetson, whose GPU its builds do not fit, whether it has nvidia-smi or not', () => {
    const jetson = { ...linux, arch: 'arm64', gpus: ['NVIDIA Tegra Orin (nvgpu)'] };
    const wanted = requirements(jetson);
    expect(requirements({ ...jetson, nvidiaDriver: 590 })).toEqual(wanted);
    if ('reason' in wanted) throw new Error(wanted.reason);
    expect(wanted.packages.join()).not.toMatch(/cuda|cu1\d\d/);
    if (wanted.note !== null) expect(wanted.note).not.toContain("install NVIDIA's driver");
  });

  it('say why an NVIDIA GPU on the bus gets no CUDA build, with the words of its driver', () => {
    const gpus = ['AD104 [GeForce RTX 4070]'];
    const nvidiaProblem = 'Failed to initialize NVML: Driver/library version mismatch';
    const broken = requirements({ ...linux, gpus, nvidiaProblem });
    const note =
      /^installing the CPU build although AD104 .* is on the bus: nvidia-smi says "Failed .* mismatch"; restart the machine, .*, then run this again for the CUDA build$/;
    expect(broken).toMatchObject({ note: expect.stringMatching(note) });
    expect(requirements({ ...linux, gpus })).toMatchObject({
      note: expect.stringMatching(/nvidia-smi is missing; install NVIDIA's driver/),
    });
    for (const platform of [linux, { ...linux, nvidiaDriver: 590, gpus }])
      expect(requirements(platform)).not.toMatchObject({ note: expect.stringContaining('on the bus') });
  });

  it('say that another GPU is not used', () => {
    const wanted = requirements({ ...linux, gpus: ['Intel UHD Graphics 630'] });
    expect(wanted).toMatchObject({
      note: expect.stringMatching(/^installing the CPU build although Intel UHD Graphics 630 is on the bus/),
    });
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
