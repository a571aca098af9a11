import { expect, it } from 'vitest';
import { linux, mac, windows } from '../python/testing/platforms.ts';
import { requirements } from './requirements.ts';

it.each([
  [linux, ['torch==2.13.0+cpu'], /whl\/cpu$/],
  [{ ...linux, arch: 'arm64' }, ['torch==2.13.0+cpu'], /whl\/cpu$/],
  [{ ...linux, nvidiaDriver: 580 }, ['torch==2.13.0'], null],
  [{ ...linux, nvidiaDriver: 550 }, ['torch==2.13.0+cu126'], /whl\/cu126$/],
  [{ ...linux, nvidiaDriver: 470 }, ['torch==2.13.0+cpu'], /whl\/cpu$/],
  [mac, ['torch==2.13.0'], null],
  [windows, ['torch==2.13.0'], null],
  [{ ...windows, nvidiaDriver: 590 }, ['torch==2.13.0+cu130'], /whl\/cu130$/],
] as const)('on %o, the packages are %o', (platform, packages, index) => {
  expect(requirements(platform)).toMatchObject({
    packages: expect.arrayContaining([...packages]),
    index: index === null ? null : expect.stringMatching(index),
  });
});

const radeon = 'AMD Navi 31 [Radeon RX 7900 XT/7900 XTX]';
const arc = 'Intel DG2 [Arc A770]';

it.each([
  [linux, [radeon], 'rocm7.2', 'installing the ROCm 7.2 build for AMD Navi 31'],
  [linux, [arc], 'xpu', 'installing the XPU build for Intel DG2'],
  [windows, ['Intel(R) Arc(TM) B580 Graphics'], 'xpu', 'installing the XPU build for Intel(R) Arc'],
  // The processor's graphics beside a board.
  [linux, ['AMD Raphael', arc, radeon], 'rocm7.2', 'for AMD Navi 31'],
  [linux, ['AMD Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]'], 'rocm7.2', 'for AMD Navi 21'],
  [linux, ['AMD Navi 48 [Radeon RX 9070/9070 XT/9070 GRE]'], 'rocm7.2', 'for AMD Navi 48'],
  [linux, ['AMD Aqua Vanjaram [Instinct MI300X]'], 'rocm7.2', 'for AMD Aqua Vanjaram'],
  [linux, ['AMD Strix Halo [Radeon 8060S Graphics]'], 'rocm7.2', 'for AMD Strix Halo'],
] as const)('on %o with %o, PyTorch is the %s build', (platform, gpus, build, note) => {
  expect(requirements({ ...platform, gpus })).toMatchObject({
    packages: [`torch==2.13.0+${build}`, expect.stringMatching(/^numpy==/)],
    index: `https://download.pytorch.org/whl/${build}`,
    note: expect.stringContaining(note),
    needs: expect.stringMatching(/group render/),
  });
});

it.each([
  [{ ...linux, gpus: ['AMD Raphael'] }, "PyTorch's ROCm 7.2 build does not support it"],
  [
    { ...linux, gpus: ['AMD Ellesmere [Radeon RX 470/480/570/570X/580/580X/590]'] },
    "PyTorch's ROCm 7.2 build does not support it",
  ],
  [
    { ...linux, gpus: ['AMD Navi 10 [Radeon RX 5600 OEM/5600 XT / 5700/5700 XT]'] },
    "PyTorch's ROCm 7.2 build does not support it",
  ],
  [{ ...linux, gpus: ['AMD Tonga PRO [Radeon R9 285/380]'] }, "PyTorch's ROCm 7.2 build does not support it"],
  [{ ...linux, gpus: ['AMD Radeon HD 7970'] }, "PyTorch's ROCm 7.2 build does not support it"],
  [
    { ...linux, gpus: ['Intel CoffeeLake-S GT2 [UHD Graphics 630]'] },
    "PyTorch's XPU build does not support it",
  ],
  [{ ...linux, gpus: ['AMD Device 150e'] }, 'run `sudo update-pciids`, then this again'],
  [{ ...linux, gpus: ['Intel Device e20b'] }, 'too old to name it'],
  [{ ...windows, gpus: ['AMD Radeon RX 9070 XT'] }, 'has the ROCm 7.2 build for Linux on x64 only'],
  [{ ...linux, arch: 'arm64', gpus: [radeon] }, 'has the ROCm 7.2 build for Linux on x64 only'],
])('on %o, the CPU build comes with its reason', (platform, reason) => {
  const { packages, note } = requirements(platform);
  expect(packages[0]).toMatch(/^torch==2\.13\.0(\+cpu)?$/);
  expect(note).toMatch(/^installing the CPU build although .* is on the bus: /);
  expect(note).toContain(reason);
});

it('takes CUDA where its driver works, whatever else is on the bus', () => {
  expect(requirements({ ...linux, nvidiaDriver: 580, gpus: [radeon, arc] }).packages[0]).toBe(
    'torch==2.13.0',
  );
});
