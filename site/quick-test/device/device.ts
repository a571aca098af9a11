/** @file Converts what the browser reveals about its GPU and CPU to devices of the contract. Pure except the `read` functions. */

import type { Device } from '../../../data/contract/cell.ts';
import { notInNames } from '../../../data/contract/characters.ts';
import { vendorOf } from '../../../data/derive/device-names.ts';
import { type AdapterFacts, factsOf, familyOf, isEmulated, requestAdapter, within } from './adapter.ts';

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

/** The facts of an adapter that gives a device; null if there is none, or if the browser does not answer. */
async function readAdapter(): Promise<AdapterFacts | null> {
  const adapter = await within(requestAdapter(), null).catch(() => null);
  if (adapter === null) return null;
  const opened = await within(adapter.requestDevice(), null).catch(() => null);
  opened?.destroy();
  return opened && factsOf(adapter);
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
  const family = familyOf(facts);
  const fromWebGl = renderer === null ? null : rendererName(renderer);
  const vendor = vendorOf(family);
  const agrees = fromWebGl !== null && vendor !== null && vendorOf(fromWebGl) === vendor;
  const software = isEmulated(facts);
  const name = given ?? (agrees && !software ? fromWebGl : family);
  return { kind: 'gpu', api: 'unknown', name: printable(name) || HIDDEN, software };
}

/** One line of at most 200 characters that names may have; names come from drivers and are not trusted. */
export function printable(text: string): string {
  return text.replace(notInNames, '').trim().slice(0, 200);
}
