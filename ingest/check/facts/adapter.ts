/** @file P11: the device's name and API must agree with what the cell and the machine say about it. */

import type { Cell, Device } from '../../../data/contract/cell.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import type { Api } from '../../../data/contract/words.ts';
import { isSoftwareGpu } from '../../../data/derive/device-names.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

type Platform = Machine['os']['platform'];

/** Platforms that cannot have an API. */
const impossible: Partial<Record<Api, readonly Platform[]>> = {
  cuda: ['darwin', 'ios'],
  // PyTorch has no build for ROCm on Windows; AMD's own for Windows reports the same API.
  rocm: ['darwin', 'ios', 'android'],
  xpu: ['darwin', 'ios', 'android'],
  metal: ['linux', 'win32', 'android'],
  d3d12: ['darwin', 'ios', 'linux'],
};

/** What contradicts itself on a CPU, with the remedy; null if nothing does. */
function cpuContradiction({ device, languageModel }: Cell): string | null {
  if (device.software) return 'a CPU is no emulated GPU, but "software" is true; measure again';
  if (device.index !== undefined)
    return `only GPUs are numbered, but a CPU has the index ${device.index}; measure again`;
  if (device.api !== 'none') return `a CPU has the API "none", not "${device.api}"; measure again`;
  const layers = languageModel?.gpuLayers;
  if (layers === undefined || layers === 0) return null;
  return `a CPU computes all layers, but the cell puts ${layers ?? 'all'} on a GPU; measure again`;
}

/** What contradicts itself on a GPU, with the remedy; null if nothing does. */
function gpuContradiction({ device, languageModel }: Cell): string | null {
  if (!device.software && isSoftwareGpu(device.name)) {
    return `"${device.name}" emulates a GPU, but "software" is false; measure again with a newer runner, which sets it to true`;
  }
  if (languageModel?.gpuLayers === 0) return 'a GPU that computes no layer is not the device; measure again';
  return null;
}

function apiContradiction({ api }: Device, platform: Platform): string | null {
  const excluded = impossible[api]?.includes(platform) ?? false;
  return excluded ? `${api} does not exist on ${platform}; measure again` : null;
}

/** Trainmark installs a llama.cpp for Metal; only a llama-bench of the user computes through a layer over it, MoltenVK. */
const isUnlayered = ({ cell, outcome }: Measurement, platform: Platform): boolean =>
  platform === 'darwin' && cell.device.api === 'vulkan' && outcome.observed.llamaBench !== true;

function layerContradiction(measurement: Measurement, platform: Platform): string | null {
  return isUnlayered(measurement, platform)
    ? `${measurement.cell.engine} computes through Metal on darwin, not through Vulkan; measure again`
    : null;
}

export const adapter: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell } = measurement;
    const { platform } = file.submission.machine.os;
    const text =
      (cell.device.kind === 'cpu' ? cpuContradiction(cell) : gpuContradiction(cell)) ??
      apiContradiction(cell.device, platform) ??
      layerContradiction(measurement, platform);
    return text === null ? [] : [{ check: 'p11-device', severity: 'reject', measurement, text }];
  });
