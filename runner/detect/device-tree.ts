/**
 * @file The GPUs of chips that are not on PCI (Jetson, Raspberry Pi, Apple and ARM chips under Linux): Linux lists them as
 * platform devices from the device tree. Reading and parsing are separate.
 */

import { join } from 'node:path';
import type { Vendor } from '../../data/derive/device-names.ts';
import { namesIn, readText } from '../system/files.ts';

export interface ChipGpu {
  vendor: Vendor;
  model: string;
}

/**
 * GPUs by their names in the device tree ("compatible", Documentation/devicetree/bindings of Linux and the kernel of Jetson
 * Linux), called as their drivers of CUDA and Vulkan call them, so that a result names one GPU.
 */
const known: readonly (readonly [RegExp, Vendor, string | ((parts: RegExpExecArray) => string)])[] = [
  [/^nvidia,(?:tegra210-)?gm20b$/, 'NVIDIA', 'NVIDIA Tegra X1'],
  [/^nvidia,(?:tegra186-)?gp10b$/, 'NVIDIA', 'NVIDIA Tegra X2'],
  [/^nvidia,(?:tegra194-)?gv11b$/, 'NVIDIA', 'Xavier'],
  [/^nvidia,(?:tegra234-)?ga10b$/, 'NVIDIA', 'Orin'],
  [/^brcm,2711-v3d$/, 'Broadcom', 'V3D 4.2'],
  [/^brcm,2712-v3d$/, 'Broadcom', 'V3D 7.1'],
  [/^apple,agx-g1([34])([gscd])$/, 'Apple', ([, family, size]) => appleName(family!, size!)],
  [/^rockchip,rk3588-mali$/, 'Arm', 'Mali-G610'],
  [/^arm,mali-([tg]\d{2,3})$/, 'Arm', ([, number]) => `Mali-${number!.toUpperCase()}`],
  [/^arm,mali-(?:midgard|bifrost|valhall)/, 'Arm', 'Mali'],
  [/^qcom,adreno-(\d{3})\.\d+$/, 'Qualcomm', ([, number]) => `Adreno ${number}`],
  [/^qcom,adreno$/, 'Qualcomm', 'Adreno'],
];

const appleSizes: Readonly<Record<string, string>> = { g: '', s: ' Pro', c: ' Max', d: ' Ultra' };
/** "apple,agx-g13s" is the GPU of an M1 Pro. */
const appleName = (family: string, size: string): string =>
  `Apple M${family === '3' ? 1 : 2}${appleSizes[size]}`;

/** The GPU of a platform device, from its `uevent`; null if it is none. The first name is the most exact. */
function parseChipGpu(uevent: string): ChipGpu | null {
  const names = [...uevent.matchAll(/^OF_COMPATIBLE_\d+=(.+)$/gm)].map(([, name]) => name!.trim());
  for (const name of names) {
    for (const [pattern, vendor, model] of known) {
      const parts = pattern.exec(name);
      if (parts !== null) return { vendor, model: typeof model === 'string' ? model : model(parts) };
    }
  }
  return null;
}

/** Version of Jetson Linux, which holds the driver: "# R36 (release), REVISION: 4.3, GCID: 38968081, …" is 36.4.3. */
function parseJetsonRelease(text: string | null): string | null {
  const [, release, revision] = /^# R(\d+) \(release\), REVISION: ([\d.]+)/.exec(text ?? '') ?? [];
  return release === undefined ? null : `${release}.${revision}`;
}

/** @param root Folder in place of `/`; differs in tests. */
export function readChipGpus(root = '/'): (ChipGpu & { vram: null; driverVersion?: string })[] {
  const devices = join(root, 'sys/bus/platform/devices');
  const release = parseJetsonRelease(readText(join(root, 'etc/nv_tegra_release')));
  return namesIn(devices).flatMap((device) => {
    const gpu = parseChipGpu(readText(join(devices, device, 'uevent')) ?? '');
    if (gpu === null) return [];
    const driver = gpu.vendor === 'NVIDIA' && release !== null ? { driverVersion: release } : {};
    return [{ ...gpu, vram: null, ...driver }];
  });
}
