import { describe, expect, it } from 'vitest';
import { possibleKinds, wantedDevices } from './choose-devices.ts';
import type { MachineDevice } from './devices.ts';

const devices: MachineDevice[] = [
  { kind: 'gpu', name: 'NVIDIA GeForce RTX 3080', index: 0 },
  { kind: 'gpu', name: 'NVIDIA GeForce RTX 3080 Ti', index: 1 },
  { kind: 'gpu', name: 'AMD Radeon RX 6900 XT', index: 2 },
  { kind: 'gpu', name: 'llvmpipe (LLVM 15)', index: null },
  { kind: 'cpu', name: 'AMD Ryzen 9 5950X', index: null },
];
const chosen = (device: string, all = devices) =>
  wantedDevices({ device }, all).map((one) => one.chosen?.index ?? one.chosen?.name ?? one.kind);

describe('--device', () => {
  it.each([
    ['1', [1]],
    ['6900', [2]],
    ['6900xt, 0', [2, 0]],
    ['rx-6900 XT', [2]],
    ['3080ti', [1]],
    // The whole name of one board is also a part of the name of another.
    ['geforce rtx 3080', [0]],
    ['NVIDIA GeForce RTX 3080', [0]],
    ['ryzen', ['AMD Ryzen 9 5950X']],
    ['LLVM', ['llvmpipe (LLVM 15)']],
    ['cpu,GPU', ['gpu', 'cpu']],
    ['cpu,2,2', [2, 'cpu']],
    ['all', [0, 1, 2, 'cpu']],
    ['all,1', [0, 1, 2, 'cpu']],
  ])('%s means %o', (word, expected) => expect(chosen(word).toSorted()).toEqual(expected.toSorted()));

  it.each([
    ['4', 'this machine has no such device'],
    ['308', 'this machine has no such device'],
    ['9070 XT', 'this machine has no such device'],
    ['RTX', '2 devices fit'],
    ['amd', '2 devices fit'],
  ])('%s is refused in one line that lists the devices', (word, problem) => {
    expect(() => chosen(word)).toThrow(
      `--device "${word}": ${problem}; use cpu, gpu, all, or one of: 0 (NVIDIA GeForce RTX 3080), 1 (NVIDIA GeForce RTX 3080 Ti), 2 (AMD Radeon RX 6900 XT), gpu (software: llvmpipe (LLVM 15)), cpu (AMD Ryzen 9 5950X)`,
    );
  });

  it('tells equal boards apart by their numbers only', () => {
    const equal = [0, 1].map((index): MachineDevice => ({ kind: 'gpu', name: 'NVIDIA L4', index }));
    expect(chosen('1', equal)).toEqual([1]);
    expect(() => chosen('l4', equal)).toThrow('2 devices fit');
  });

  it('leaves a single GPU to the engines', () => {
    expect(chosen('all', devices.slice(2))).toEqual(['gpu', 'cpu']);
    expect(chosen('2', devices.slice(2))).toEqual([2]);
  });

  it('limits the engines to probe where it names kinds only', () => {
    expect(possibleKinds({ device: 'cpu' })).toEqual(['cpu']);
    expect(possibleKinds({ device: 'gpu' })).toEqual(['gpu']);
    for (const device of [null, 'all', '1', 'cpu,1'])
      expect(possibleKinds({ device })).toEqual(['gpu', 'cpu']);
  });
});
