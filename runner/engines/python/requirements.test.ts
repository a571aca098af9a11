import { describe, expect, it } from 'vitest';
import { pythonEngines } from './environment.ts';
import { type Platform, requirementsOf } from './requirements.ts';

const linux: Platform = { system: 'linux', arch: 'x64', nvidiaDriver: null };
const mac: Platform = { system: 'darwin', arch: 'arm64', nvidiaDriver: null };
const windows: Platform = { system: 'win32', arch: 'x64', nvidiaDriver: null };

describe('what is installed', () => {
  it.each([
    ['pytorch', linux, ['torch==2.13.0+cpu'], /whl\/cpu$/],
    ['pytorch', { ...linux, arch: 'arm64' }, ['torch==2.13.0+cpu'], /whl\/cpu$/],
    ['pytorch', { ...linux, nvidiaDriver: 580 }, ['torch==2.13.0'], null],
    ['pytorch', { ...linux, nvidiaDriver: 550 }, ['torch==2.13.0+cu126'], /whl\/cu126$/],
    ['pytorch', { ...linux, nvidiaDriver: 470 }, ['torch==2.13.0+cpu'], /whl\/cpu$/],
    ['pytorch', mac, ['torch==2.13.0'], null],
    ['pytorch', windows, ['torch==2.13.0'], null],
    ['pytorch', { ...windows, nvidiaDriver: 590 }, ['torch==2.13.0+cu130'], /whl\/cu130$/],
    ['tensorflow', linux, ['tensorflow-cpu==2.21.0'], null],
    ['tensorflow', { ...linux, arch: 'arm64' }, ['tensorflow==2.21.0'], null],
    ['tensorflow', { ...linux, nvidiaDriver: 550 }, ['tensorflow[and-cuda]==2.21.0'], null],
    ['tensorflow', mac, ['tensorflow==2.18.1', 'tensorflow-metal==1.2.0'], null],
    ['tensorflow', { ...windows, nvidiaDriver: 590 }, ['tensorflow==2.21.0'], null],
    ['mlx', linux, ['mlx[cpu]==0.32.4'], null],
    ['mlx', { ...linux, nvidiaDriver: 550 }, ['mlx[cuda12]==0.32.4'], null],
    ['mlx', { ...linux, nvidiaDriver: 595 }, ['mlx[cuda13]==0.32.4'], null],
    ['mlx', mac, ['mlx==0.32.4'], null],
    ['mlx-lm', linux, ['mlx[cpu]==0.32.4', 'mlx-lm==0.32.2'], null],
  ] as const)('of %s on %o are %o', (id, platform, packages, index) => {
    const wanted = requirementsOf(id, platform);
    expect(wanted).toMatchObject({
      packages: expect.arrayContaining([...packages]),
      index: index === null ? null : expect.stringMatching(index),
    });
  });

  it('is pinned to the version, NumPy too', () => {
    for (const id of pythonEngines) {
      for (const platform of [linux, mac, { ...linux, nvidiaDriver: 580 }]) {
        const wanted = requirementsOf(id, platform);
        if ('why' in wanted) throw new Error(wanted.why);
        for (const one of wanted.packages) expect(one).toMatch(/^[\w-]+(\[[\w-]+\])?==\d[\w.+]*$/);
        expect(wanted.packages.join()).toContain('numpy==');
      }
    }
  });

  it('never takes gigabytes of CUDA where there is no NVIDIA GPU', () => {
    for (const id of pythonEngines) {
      expect(requirementsOf(id, linux)).toMatchObject({ download: expect.stringMatching(/MB$/) });
    }
  });

  it('wants Python 3.12 or older for tensorflow-metal, and says so', () => {
    expect(requirementsOf('tensorflow', mac)).toMatchObject({
      newest: [3, 12],
      note: expect.stringMatching(/Python 3\.12 or older/),
    });
    expect(requirementsOf('tensorflow', linux)).toMatchObject({ newest: [3, 13], note: null });
  });

  it.each([
    ['mlx', windows, /Apple silicon and Linux only/],
    ['mlx-lm', windows, /Apple silicon and Linux only/],
    ['pytorch', { ...mac, arch: 'x64' }, /no longer made for Macs with Intel/],
    ['tensorflow', { ...windows, arch: 'arm64' }, /Windows on ARM/],
    ['pytorch', { ...linux, system: 'freebsd' }, /not made for freebsd x64/],
    ['pytorch', { ...linux, arch: 'riscv64' }, /not made for linux riscv64/],
  ] as const)('is nothing for %s on %o, with the reason', (id, platform, why) => {
    expect(requirementsOf(id, platform)).toEqual({
      why: expect.stringMatching(why),
      mend: expect.stringMatching(/./),
    });
  });
});
