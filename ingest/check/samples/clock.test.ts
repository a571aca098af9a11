/** @file The tick of a clock: honest times are multiples of it, and times that were scaled are not. */
import { expect, it } from 'vitest';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Machine, Result } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, machine, matmul, submission } from '../../testing/samples.ts';

const each = (result: Result, change: (one: Repetition) => Partial<Repetition>): Result =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({ ...one, ...change(one) })),
  }));

/** A product whose samples a clock of this tick recorded, and which were scaled afterwards. */
const product = (tickNs: number, scale = 1) =>
  each(matmul(0.3), ({ samplesNs }) => ({
    samplesNs: samplesNs.map((ns) => Math.round(scale * Math.round(Math.round(ns / tickNs) * tickNs))),
  }));

const windows: Machine = {
  ...machine,
  os: { platform: 'win32', name: 'Microsoft Windows 11 Pro', version: '10.0.26100', arch: 'x64' },
};
const mac: Machine = {
  os: { platform: 'darwin', name: 'macOS', version: '15.3', arch: 'arm64' },
  cpu: { name: 'Apple M4', vendor: 'Apple', physicalCores: 10, logicalCores: 10, baseGHz: null },
  gpus: [],
  memoryBytes: 16 * 2 ** 30,
};
const APPLE = 1e9 / 24e6;

const onWindows = (name: string, arch: Machine['os']['arch']): Machine => ({
  ...windows,
  os: { ...windows.os, arch },
  cpu: { ...windows.cpu!, name },
});
const snapdragon = 'Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU';

const isDoubted = (result: Result, on: Machine) =>
  checkedFactsOf(submission([result], { machine: on })).flags.includes('p27-clock');

it.each<[string, Machine, number, number, boolean]>([
  ['Windows', windows, 100, 1, false],
  ["Windows with the HPET's clock", windows, 1e9 / 14_318_180, 1, false],
  ['Windows, halved', windows, 100, 0.5, true],
  ['Windows, a fifth faster', windows, 100, 0.8, true],
  [
    'an old Windows, whose clock is that of the processor',
    { ...windows, os: { ...windows.os, version: '10.0.14393' } },
    301,
    1,
    false,
  ],
  ['macOS', mac, APPLE, 1, false],
  ['macOS, a fifth faster', mac, APPLE, 0.8, true],
  ['macOS on Intel', { ...mac, os: { ...mac.os, arch: 'x64' } }, 1, 1, false],
  ['a chip whose clock is not known', { ...mac, cpu: { ...mac.cpu!, name: 'Apple M9' } }, 1, 1, false],
  ['Windows on ARM', onWindows(snapdragon, 'arm64'), APPLE, 1, false],
  ['Windows on ARM, a fifth faster', onWindows(snapdragon, 'arm64'), APPLE, 0.8, true],
  [
    'an older chip of Qualcomm',
    onWindows('Snapdragon (TM) 8cx Gen 3 @ 3.0 GHz', 'arm64'),
    1e9 / 19.2e6,
    1,
    false,
  ],
  ['Windows on ARM in 10 MHz', onWindows(snapdragon, 'arm64'), 100, 1, false],
  ['Windows on another ARM', onWindows('Ampere(R) Altra(R) Processor', 'arm64'), 40, 1, false],
  ['a program for x64 on ARM', onWindows(snapdragon, 'x64'), APPLE, 1, false],
  ['a program for x64 on ARM, in 10 MHz', onWindows(snapdragon, 'x64'), 100, 1, false],
  ['a program for x64 on ARM, a fifth faster', onWindows(snapdragon, 'x64'), APPLE, 0.8, true],
  ['a program for x64 on another ARM', onWindows('Ampere(R) Altra(R) Processor', 'x64'), 40, 1, false],
  ['a virtual machine for x64', onWindows('QEMU Virtual CPU version 2.5+', 'x64'), 1e9 / 3_579_545, 1, false],
  ['a virtual machine for x64, halved', onWindows('QEMU Virtual CPU version 2.5+', 'x64'), 100, 0.5, true],
  ['Linux, which counts nanoseconds', machine, 1, 0.8, false],
])('%s', (_, on, tickNs, scale, doubted) => {
  expect(isDoubted(product(tickNs, scale), on)).toBe(doubted);
});

it('counts the processor time of a worker in hundredths of a second', () => {
  const withLoad = (workerCpuNs: number) =>
    each(matmul(0.3), ({ samplesNs }) => ({
      load: {
        wallNs: samplesNs.reduce((sum, ns) => sum + ns, 0),
        processors: 12,
        workerCpuNs,
        foreignCpuNs: 0,
        foreignGpuShare: null,
      },
    }));
  expect(isDoubted(withLoad(1_230_000_000), machine)).toBe(false);
  expect(isDoubted(withLoad(1_230_000_000 / 8), machine)).toBe(true);
});
