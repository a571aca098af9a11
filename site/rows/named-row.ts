/** @file A leaderboard row with display names, as every page, chart and island uses it. */
import type {
  Kind,
  ListedRow,
  NamedGap,
  NamedRow,
  NamedScaling,
  NamedVendor,
  Names,
} from '../../data/contract/shard.ts';
import { VENDORS as knownVendors } from '../../data/derive/device-names.ts';

export type { Kind, ListedRow, NamedGap, NamedRow, NamedScaling, Names };
export type Vendor = NamedVendor;

export const VENDORS: readonly Vendor[] = [...knownVendors, 'other'];

/** Makers with a color of their own, as many as people with any vision tell apart; the others share one. */
const COLORED: readonly Vendor[] = ['NVIDIA', 'AMD', 'Intel', 'Apple'];

/** The name of a vendor's color in the style sheets. */
export const vendorColor = (vendor: Vendor): string =>
  COLORED.includes(vendor) ? vendor.toLowerCase() : 'other';

const apiWords = {
  none: 'CPU',
  cuda: 'CUDA',
  rocm: 'ROCm',
  xpu: 'XPU',
  metal: 'Metal',
  vulkan: 'Vulkan',
  d3d12: 'D3D12',
  opengl: 'OpenGL',
  unknown: 'GPU',
} as const;

/** "TensorFlow CUDA": the engine with its API. */
export function engineDetail({ engineName, device }: Pick<NamedRow, 'engineName' | 'device'>): string {
  return `${engineName} ${apiWords[device.api]}`;
}

/** The version of a row's engine, "2.13.0" of "pytorch 2.13.0+cpu"; null where a publication does not say. */
export const engineVersion = ({ software }: Pick<NamedRow, 'software'>): string | null =>
  /\s(\d[\w.]*)/.exec(software)?.[1] ?? null;
