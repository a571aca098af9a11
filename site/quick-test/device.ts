/** @file What the browser tells about its GPU, made into a device of the contract. Pure, apart from the two `read` functions. */

import { hardware } from '../../data/catalogue/index.ts';
import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Device } from '../../data/contract/cell.ts';
import { comparable, namesSoftware, vendorOf } from '../../data/derive/device-names.ts';

/** What WebGPU tells: often only the maker and a family, on purpose. Empty text means that the browser hides it. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** The browser's own word for an adapter that is emulated on the CPU. */
  fallback: boolean;
}

/** Asks for the fastest adapter, as the measuring worker will; null where the browser has none to give. */
export async function readAdapter(): Promise<AdapterFacts | null> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  return { vendor, architecture, device, description, fallback: isFallbackAdapter };
}

/** The GPU's name as WebGL tells it, which is often more than WebGPU does; null where it is hidden too. */
export function readWebGlRenderer(): string | null {
  const gl = document.createElement('canvas').getContext('webgl', { powerPreference: 'high-performance' });
  const extension = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = extension && gl?.getParameter(extension.UNMASKED_RENDERER_WEBGL);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof renderer === 'string' && renderer !== '' ? renderer : null;
}

/**
 * The device name inside a WebGL renderer text, or null where the text is generic:
 * "ANGLE (NVIDIA, NVIDIA GeForce RTX 4070 SUPER (0x00002783) Direct3D11 vs_5_0 ps_5_0, D3D11)" holds
 * "NVIDIA GeForce RTX 4070 SUPER". Firefox ends a name that stands for a whole class with "or similar".
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

/** The contract's device. A name from WebGL counts only where its maker is the adapter's: a laptop may have two GPUs. */
export function deviceOf(facts: AdapterFacts, renderer: string | null): Device {
  const told = [facts.description, facts.device].find((text) => text !== '');
  const family = [facts.vendor, facts.architecture].filter((text) => text !== '').join(' ');
  const fromWebGl = renderer === null ? null : rendererName(renderer);
  const maker = vendorOf(family);
  const agrees = fromWebGl !== null && maker !== null && vendorOf(fromWebGl) === maker;
  const software = facts.fallback || namesSoftware(`${family} ${told ?? ''}`);
  const name = told ?? (agrees && !software ? fromWebGl : family);
  return { kind: 'gpu', api: 'unknown', name: printable(name) || 'hidden by the browser', software };
}

/** One line of at most 200 printable characters: names come from drivers. */
function printable(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 200);
}

/**
 * Catalogue entries that the device may be: the one that its name means, else the variants where the browser does not
 * tell which ("Apple M1 Max" has 24 or 32 GPU cores). Empty for a family, a GPU that is not listed, a software adapter.
 */
export function guessHardware(device: Device): Hardware[] {
  if (device.software) return [];
  const known = resolveHardware(device.name, 'gpu', null);
  if (known !== null) return [known];
  // A digit must follow: "Apple M1" begins "Apple M1 Max" too, which is another chip.
  const variant = new RegExp(`^${comparable(device.name)} \\d`);
  return hardware.filter((entry) => entry.kind !== 'cpu' && variant.test(comparable(entry.name)));
}
