import { describe, expect, it } from 'vitest';
import type { Device } from '../../../data/contract/cell.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { cpu, gpu, machine, matmul, submission } from '../../testing/samples.ts';

const m4: Machine['cpu'] = {
  name: 'Apple M4',
  vendor: 'Apple',
  physicalCores: 10,
  logicalCores: 10,
  baseGHz: null,
};
const macos = { platform: 'darwin', name: 'macOS', version: '15.3', arch: 'arm64' } as const;
const [card] = machine.gpus;

/** Rejections of the system for a product on a device of a changed machine. */
function rejections(change: Partial<Machine>, device: Device = cpu, run: Partial<Submission> = {}): string[] {
  const content = submission([matmul(0.3, { device })], { machine: { ...machine, ...change }, ...run });
  return checkedFactsOf(content).reject.filter((text) => text.endsWith('(system)'));
}
const osOf = (change: Partial<Machine['os']>) => ({ os: { ...machine.os, ...change } });

describe('the system of a machine', () => {
  it.each([
    [osOf({ name: 'Microsoft Windows 11 Pro' }), /os\.name: is "Microsoft Windows 11 Pro", but .* "linux"/],
    [osOf({ name: 'macOS' }), /os\.name: is "macOS", but machine\.os\.platform is "linux"; measure again/],
    [osOf({ platform: 'darwin', name: 'Windows 10' }), /but machine\.os\.platform is "darwin"/],
    [osOf({ arch: 'arm64' }), /"arm64", but "Intel\(R\) Core.*" does not run programs for it; measure again/],
    [{ cpu: { ...machine.cpu!, vendor: 'Advanced Micro Devices, Inc.' } }, /machine\.cpu\.vendor: is/],
    [{ gpus: [{ ...card!, vendor: 'Intel' }] }, /machine\.gpus\.0\.vendor: is "Intel", but .* is of NVIDIA/],
  ])('does not contradict itself: %#', (change, text) => {
    expect(rejections(change)).toEqual([expect.stringMatching(text)]);
  });

  it('on a chip of Apple has no GPU of another maker', () => {
    const metal: Device = { ...gpu, api: 'metal' };
    expect(rejections({ os: macos, cpu: m4 }, metal)).toEqual([
      expect.stringMatching(/^results\.0: "NVIDIA GeForce RTX 4070 SUPER" is measured, but macOS on a chip/),
    ]);
    const own: Device = { ...metal, name: 'Apple M4' };
    const gpus = [{ ...card!, name: 'Apple M4', vendor: 'Apple', cores: 10 }];
    expect(rejections({ os: macos, cpu: m4, gpus }, own)).toEqual([]);
  });

  it.each([
    ['the words of Node, if the system tells none', osOf({ name: 'win32', platform: 'win32' })],
    ['a Windows in Chinese', osOf({ name: 'Microsoft Windows 11 专业版', platform: 'win32' })],
    ['an older name', osOf({ name: 'Mac OS X', platform: 'darwin' })],
    ['a translated program', { os: { ...macos, arch: 'x64' as const }, cpu: m4 }],
    ['a board of ARM', { os: { ...machine.os, arch: 'arm64' as const }, cpu: { ...m4, name: 'Cortex-A76' } }],
    ['a maker by its legal name', { gpus: [{ ...card!, vendor: 'NVIDIA Corporation' }] }],
    [
      "a GPU of AMD's in Intel's processor",
      { gpus: [{ ...card!, name: 'Radeon RX Vega M GL', vendor: 'Intel' }] },
    ],
    ['the maker of the board', { gpus: [{ ...card!, vendor: 'ASUSTeK Computer Inc.' }] }],
  ])('may have %s', (_, change) => {
    expect(rejections(change)).toEqual([]);
  });

  it('is not looked at in a browser, which hides it', () => {
    const runner = { ...submission([]).runner, origin: 'browser' as const, runtime: 'Chrome 156' };
    expect(rejections(osOf({ arch: 'arm64' }), cpu, { runner })).toEqual([]);
  });
});
