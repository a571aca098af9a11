/** @file Tells an emulated adapter from a GPU, in Node and in browsers. Pure. */
import { isSoftwareGpu } from '../../../../data/derive/device-names.ts';

export type AdapterInfo = Pick<
  GPUAdapterInfo,
  'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'
>;

/** Dawn reports names as identifiers ("nvidia-geforce-rtx-2070"): hyphens for spaces, lower case, no parentheses. */
export const wordsOf = (name: string): string =>
  (/[ A-Z]/.test(name) ? name : name.replace(/-+/g, ' ')).trim();

/** Whether the CPU emulates the adapter; then its times do not describe a GPU. */
export function isSoftware(info: AdapterInfo): boolean {
  const names = [info.vendor, info.architecture, info.device, info.description];
  return info.isFallbackAdapter || names.some((name) => isSoftwareGpu(wordsOf(name)));
}
