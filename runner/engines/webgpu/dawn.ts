/** @file Provides WebGPU in Node: Dawn from the npm package `webgpu`, as `navigator.gpu` like in a browser. */
import type { Device } from '../../../data/contract/cell.ts';
import type { Api } from '../../../data/contract/words.ts';
import { toDevice } from './adapter.ts';
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

type Dawn = typeof import('webgpu');

/** Sets `navigator.gpu`, where tfjs looks for it when it is imported, and requests the fastest adapter. */
async function requestFrom(dawn: Dawn, flags: readonly string[]): Promise<GPUAdapter | null> {
  const gpu = dawn.create([...flags]);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  return gpu.requestAdapter({ powerPreference: 'high-performance' });
}

/** Names of all adapters of a backend. Dawn lists them only in the error for a name that does not exist. */
async function adapterNames(dawn: Dawn, backend: string): Promise<string[]> {
  try {
    await dawn.create([`backend=${backend}`, 'adapter=(list)']).requestAdapter();
    return [];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const listed = [...said.matchAll(/^ \* backend: '([^']+)', name: '(.+)'$/gm)];
    return [...new Set(listed.flatMap(([, of, name = '']) => (of === backend ? [name] : [])))];
  }
}

/**
 * Opens the fastest adapter, or the one of a device.
 * Robustness and validation stay enabled, as in a browser.
 * @param wanted Name of the device, as `listDawnDevices` gives it; null for the fastest.
 */
export async function openDawn(
  platform: NodeJS.Platform = process.platform,
  wanted: string | null = null,
): Promise<Opened> {
  const loaded = await loadDawn(platform);
  if (!('dawn' in loaded)) return { adapter: null, ...loaded };
  const { dawn, backend, api } = loaded;
  const fits = (adapter: GPUAdapter | null) =>
    adapter !== null && (wanted === null || toDevice(adapter.info, api).name === wanted);
  let adapter = await requestFrom(dawn, [`backend=${backend}`]);
  if (adapter === null) return { adapter: null, ...missing(platform) };
  const names = fits(adapter) ? [] : await adapterNames(dawn, backend);
  for (const name of names) {
    // Dawn takes the first adapter whose name contains this one.
    if (!fits(adapter)) adapter = await requestFrom(dawn, [`backend=${backend}`, `adapter=${name}`]);
  }
  if (adapter === null || !fits(adapter)) {
    const reason = `Dawn does not open the adapter "${wanted}", only "${adapter && toDevice(adapter.info, api).name}"`;
    return { adapter: null, reason, remedy: 'measure it with another engine' };
  }
  if (isSoftware(adapter.info)) waitAsleep();
  return { adapter, api };
}

/** Every GPU that Dawn can open, the fastest first. Equal GPUs are one device: Dawn tells them apart only by name. */
export async function listDawnDevices(first: Device, platform = process.platform): Promise<Device[]> {
  const loaded = await loadDawn(platform);
  if (!('dawn' in loaded)) return [first];
  const { dawn, backend, api } = loaded;
  const devices = new Map([[first.name, first]]);
  for (const name of await adapterNames(dawn, backend)) {
    const gpu = dawn.create([`backend=${backend}`, `adapter=${name}`]);
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    const device = adapter && toDevice(adapter.info, api);
    if (device && !devices.has(device.name)) devices.set(device.name, device);
  }
  return [...devices.values()];
}

/** Dawn and the API to use, or why there is none. */
async function loadDawn(
  platform: NodeJS.Platform,
): Promise<{ dawn: Dawn; backend: string; api: Api } | { reason: string; remedy: string }> {
  const known = interfaces[platform];
  if (!known) {
    return {
      reason: `there is no Dawn for ${platform}`,
      remedy: 'use --engine wasm, which needs no GPU',
    };
  }
  try {
    const dawn = await import('webgpu');
    Object.assign(globalThis, dawn.globals);
    return { dawn, backend: known.dawn, api: known.api };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      reason: `the package webgpu cannot be loaded: ${said.slice(0, 200)}`,
      remedy: 'run npm ci; on Linux it needs glibc 2.34 or newer on x64 or arm64',
    };
  }
}
