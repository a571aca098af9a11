/** @file Converts what an adapter reports to a device of the contract. Pure. */
import type { Device } from '../../../data/contract/cell.ts';
import { isSoftwareGpu } from '../../../data/derive/device-names.ts';
import { cleanName } from '../../text/clean-text.ts';

export type AdapterInfo = Pick<
  GPUAdapterInfo,
  'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'
>;

/** Dawn reports names as identifiers ("nvidia-geforce-rtx-2070"): hyphens for spaces, lower case, no parentheses. */
const words = (name: string): string => (/[ A-Z]/.test(name) ? name : name.replace(/-+/g, ' ')).trim();

/** Whether the CPU emulates the adapter; then its times do not describe a GPU. */
export function isSoftware(info: AdapterInfo): boolean {
  const names = [info.vendor, info.architecture, info.device, info.description];
  return info.isFallbackAdapter || names.some((name) => isSoftwareGpu(words(name)));
}

export function toDevice(info: AdapterInfo, api: Device['api']): Device {
  const known = words(info.device) || info.description || `${words(info.vendor)} ${words(info.architecture)}`;
  return { kind: 'gpu', api, name: cleanName(known, 200, 'unknown GPU'), software: isSoftware(info) };
}
