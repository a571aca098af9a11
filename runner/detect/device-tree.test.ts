import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFault, forms } from '../../data/derive/personal-data/forms.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { readChipGpus } from './device-tree.ts';
import { unusableNvidia } from './driver-problem.ts';
import { parseMachine } from './parse.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-device-tree-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A Linux with platform devices of these names in the device tree. */
function linuxOn(
  name: string,
  devices: Readonly<Record<string, readonly string[]>>,
  release?: string,
): string {
  const root = join(folder, name);
  for (const [device, compatible] of Object.entries(devices)) {
    const at = join(root, 'sys/bus/platform/devices', device);
    mkdirSync(at, { recursive: true });
    const names = compatible.map((one, i) => `OF_COMPATIBLE_${i}=${one}`);
    const lines = ['OF_NAME=x', ...names, `OF_COMPATIBLE_N=${names.length}`];
    writeFileSync(join(at, 'uevent'), `${lines.join('\n')}\n`);
  }
  if (release !== undefined) {
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(root, 'etc/nv_tegra_release'), release);
  }
  return root;
}

const RELEASE =
  '# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64, DATE: Wed Jan  8 01:49:37 UTC 2025\n';
const orin = { '17000000.gpu': ['nvidia,ga10b'], '13e00000.host1x': ['nvidia,tegra234-host1x'] };

describe('the GPU of a chip that is not on PCI', () => {
  it.each([
    ['jetson-orin', orin, 'Orin', 'NVIDIA'],
    ['jetson-xavier', { '17000000.gv11b': ['nvidia,gv11b'] }, 'Xavier', 'NVIDIA'],
    [
      'jetson-nano',
      { '57000000.gpu': ['nvidia,tegra210-gm20b', 'nvidia,gm20b'] },
      'NVIDIA Tegra X1',
      'NVIDIA',
    ],
    [
      'raspberry-pi-5',
      { '1002000000.v3d': ['brcm,2712-v3d'], 'axi:gpu': ['brcm,bcm2712-vc6'] },
      'V3D 7.1',
      'Broadcom',
    ],
    ['rock-5', { 'fb000000.gpu': ['rockchip,rk3588-mali', 'arm,mali-valhall-csf'] }, 'Mali-G610', 'Arm'],
    ['pinebook', { 'ff9a0000.gpu': ['rockchip,rk3399-mali', 'arm,mali-t860'] }, 'Mali-T860', 'Arm'],
    ['asahi', { '406400000.gpu': ['apple,agx-g13s', 'apple,agx-t6000'] }, 'Apple M1 Pro', 'Apple'],
    ['thinkpad-x13s', { '3d00000.gpu': ['qcom,adreno-690.0', 'qcom,adreno'] }, 'Adreno 690', 'Qualcomm'],
    ['snapdragon-x', { '3d00000.gpu': ['qcom,adreno-43050c01', 'qcom,adreno'] }, 'Adreno', 'Qualcomm'],
  ] as const)('of %s is found in the device tree', (name, devices, model, vendor) => {
    const controllers = readChipGpus(linuxOn(name, devices));
    expect(controllers).toEqual([{ vendor, model, vram: null }]);
    const { gpus } = parseMachine({ ...linuxNvidia, nvidiaSmi: null, controllers });
    expect(gpus).toEqual([{ name: model, vendor, vramBytes: null, driver: null, cores: null }]);
    for (const text of [model, vendor]) expect(findFault(text, forms.hardware)).toBeNull();
  });

  it('is none where there is no device tree', () => {
    expect(readChipGpus(linuxOn('server', { 'serial8250.0': [] }))).toEqual([]);
    expect(readChipGpus(join(folder, 'nowhere'))).toEqual([]);
  });

  it('has the version of Jetson Linux as its driver, and no advice to install one', () => {
    const machineWith = (controllers: ReturnType<typeof readChipGpus>) =>
      parseMachine({ ...linuxNvidia, nvidiaSmi: null, controllers });
    const machine = machineWith(readChipGpus(linuxOn('jetson-released', orin, RELEASE)));
    expect(machine.gpus).toMatchObject([{ name: 'Orin', driver: '36.4.3' }]);
    const inContainer = machineWith(readChipGpus(linuxOn('jetson-container', orin)));
    for (const one of [machine, inContainer])
      expect(unusableNvidia({ machine: one, unnamed: [], nvidiaProblem: null })).toBeNull();
  });
});
