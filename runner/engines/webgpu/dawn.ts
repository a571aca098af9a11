/** @file Provides WebGPU in Node: Dawn from the npm package `webgpu`, as `navigator.gpu` like in a browser. */
import type { Api } from '../../../data/contract/words.ts';
import { isSoftware } from './device/software.ts';

/** The API that Dawn is set to use, because an adapter does not report it. */
const interfaces: Partial<Record<NodeJS.Platform, { dawn: string; api: Api }>> = {
  darwin: { dawn: 'metal', api: 'metal' },
  win32: { dawn: 'd3d12', api: 'd3d12' },
  linux: { dawn: 'vulkan', api: 'vulkan' },
};

export type Opened = { adapter: GPUAdapter; api: Api } | { adapter: null; reason: string; remedy: string };

/** Reason and remedy if there is no adapter. */
function missing(platform: NodeJS.Platform): { reason: string; remedy: string } {
  switch (platform) {
    case 'linux':
      return {
        reason: 'Dawn finds no Vulkan driver, or no loader for one (libvulkan.so.1)',
        // NVIDIA's Vulkan driver loads libGLX and libEGL of libglvnd: with libvulkan alone, Dawn found no adapter on an H200.
        remedy:
          'install the Vulkan loader and the driver of your GPU (Debian, Ubuntu: apt install libvulkan1 mesa-vulkan-drivers; NVIDIA: its own driver with apt install libvulkan1 libglvnd0 libglx0 libegl1), then check with vulkaninfo',
      };
    case 'win32':
      return {
        reason: 'Dawn finds no Direct3D 12 adapter',
        remedy: 'install the current driver of your GPU from its vendor',
      };
    default:
      return {
        reason: 'Dawn finds no adapter',
        remedy: 'update the operating system; on a Mac, Metal needs a physical machine, not a virtual one',
      };
  }
}

/** Interval at which Dawn polls for completion on an emulated GPU. */
const NAP_MS = 2;

/** Dawn waits by busy polling, which occupies one of the cores that an emulated GPU computes on. */
function waitAsleep(): void {
  const nap = (look: (...values: unknown[]) => void, ...values: unknown[]) =>
    setTimeout(look, NAP_MS, ...values);
  Object.defineProperty(globalThis, 'setImmediate', { value: nap, configurable: true });
}

/**
 * Loads Dawn, sets `navigator.gpu` (tfjs looks for it when it is imported) and requests the fastest adapter.
 * Robustness and validation stay enabled, as in a browser.
 */
export async function openDawn(platform: NodeJS.Platform = process.platform): Promise<Opened> {
  const known = interfaces[platform];
  if (!known) {
    return {
      adapter: null,
      reason: `there is no Dawn for ${platform}`,
      remedy: 'use --engine wasm, which needs no GPU',
    };
  }
  let dawn: typeof import('webgpu');
  try {
    dawn = await import('webgpu');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      adapter: null,
      reason: `the package webgpu cannot be loaded: ${said.slice(0, 200)}`,
      remedy: 'run npm ci; on Linux it needs glibc 2.34 or newer on x64 or arm64',
    };
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([`backend=${known.dawn}`]);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter && isSoftware(adapter.info)) waitAsleep();
  return adapter ? { adapter, api: known.api } : { adapter: null, ...missing(platform) };
}
