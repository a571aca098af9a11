/** @file Converts what the browser reveals about its GPU and CPU to devices of the contract. Pure except the `read` functions. */

import { hardwareVariants } from '../../data/catalogue/resolve.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Device } from '../../data/contract/cell.ts';
import { notInNames } from '../../data/contract/characters.ts';
import { isSoftwareGpu, vendorOf } from '../../data/derive/device-names.ts';

/** Facts from WebGPU, often only vendor and family on purpose. An empty string means that the browser hides the fact. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** Whether the browser reports that the adapter is emulated by the CPU. */
  fallback: boolean;
  /** Whether it computes in float16. */
  half: boolean;
}

export interface Gpu {
  kind: 'gpu';
  device: Device;
  facts: AdapterFacts;
  /** From WebGL. */
  renderer: string | null;
}

export interface Cpu {
  kind: 'cpu';
  device: Device;
  /** As the browser reports them; some report fewer. */
  logicalCores: number;
  /** Whether the page may share memory between threads. */
  isolated: boolean;
}

/** A device that the quick test can measure. */
export type Measurable = Gpu | Cpu;

/** What stands for the name of a device that the browser does not tell. */
const HIDDEN = 'hidden by the browser';

/** The GPU that the measuring worker will get; null if the browser has no adapter, or one that gives no device. */
export async function readGpu(): Promise<Gpu | null> {
  const facts = await readAdapter();
  if (facts === null) return null;
  const renderer = readWebGlRenderer();
  return { kind: 'gpu', device: deviceOf(facts, renderer), facts, renderer };
}

/** The CPU. No browser tells its name. */
export const readCpu = (): Cpu => ({
  kind: 'cpu',
  device: { kind: 'cpu', api: 'none', name: HIDDEN, software: false },
  logicalCores: navigator.hardwareConcurrency,
  isolated: crossOriginIsolated,
});

/** Requests the fastest adapter, like the measuring worker. */
async function readAdapter(): Promise<AdapterFacts | null> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const half = adapter.features.has('shader-f16');
  const opened = await adapter.requestDevice().catch(() => null);
  opened?.destroy();
  return opened && { vendor, architecture, device, description, fallback: isFallbackAdapter, half };
}

/** The GPU's name from WebGL, which often reveals more than WebGPU; null if it is hidden too. */
function readWebGlRenderer(): string | null {
  const gl = document.createElement('canvas').getContext('webgl', { powerPreference: 'high-performance' });
  const extension = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = extension && gl?.getParameter(extension.UNMASKED_RENDERER_WEBGL);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof renderer === 'string' && renderer !== '' ? renderer : null;
}

/**
 * Extracts the device name from a WebGL renderer string, or returns null if the string is generic:
 * "ANGLE (NVIDIA, NVIDIA GeForce RTX 4070 SUPER (0x00002783) Direct3D11 vs_5_0 ps_5_0, D3D11)" contains
 * "NVIDIA GeForce RTX 4070 SUPER". Firefox appends "or similar" to a name that represents a class of devices.
 */
export function rendererName(renderer: string): string | null {
  if (/or similar$/i.test(renderer)) return null;
  const inner = /^ANGLE \([^,]*, (?<device>.*), [^,]*\)$/.exec(renderer)?.groups?.device ?? renderer;
  const name = inner
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/^Vulkan [\d.]+ \((?<device>.*)\)$/, '$<device>')
    .replace(/ \(?0x[0-9a-f]+\)?.*$/i, '')
    .replace(/ (?:Direct3D|OpenGL|vs_).*$/, '')
    .replace(/\/PCIe\/SSE2$/, '')
    .trim();
  return name === '' || /^Apple GPU$/i.test(name) ? null : name;
}

/** The contract's device. A WebGL name is used only if its vendor is the adapter's: a laptop may have two GPUs. */
export function deviceOf(facts: AdapterFacts, renderer: string | null): Device {
  const given = [facts.description, facts.device].find((text) => text !== '');
  const family = [facts.vendor, facts.architecture].filter((text) => text !== '').join(' ');
  const fromWebGl = renderer === null ? null : rendererName(renderer);
  const vendor = vendorOf(family);
  const agrees = fromWebGl !== null && vendor !== null && vendorOf(fromWebGl) === vendor;
  const software = facts.fallback || isSoftwareGpu(`${family} ${given ?? ''}`);
  const name = given ?? (agrees && !software ? fromWebGl : family);
  return { kind: 'gpu', api: 'unknown', name: printable(name) || HIDDEN, software };
}

/** One line of at most 200 characters that names may have; names come from drivers and are not trusted. */
function printable(text: string): string {
  return text.replace(notInNames, '').trim().slice(0, 200);
}

/**
 * Catalogue entries that match the device: the one with its name, or all variants if the name is ambiguous ("Apple M1
 * Max" has 24 or 32 GPU cores). Empty for a family, an unlisted GPU and a software adapter.
 */
export function guessHardware(device: Device): Hardware[] {
  if (device.software) return [];
  return hardwareVariants(device.name, 'gpu');
}
