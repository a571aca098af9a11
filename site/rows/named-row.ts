/** @file A leaderboard row with display names, as every page, chart and island uses it. */
import type { Gap, Row, Scaling } from '../../data/contract/leaderboard.ts';
import { VENDORS as knownVendors } from '../../data/derive/device-names.ts';

/** `other` if the catalogue does not list the device and its name names no maker. */
export const VENDORS = [...knownVendors, 'other'] as const;
export type Vendor = (typeof VENDORS)[number];

/** Makers with a color of their own, as many as people with any vision tell apart; the others share one. */
const COLORED: readonly Vendor[] = ['NVIDIA', 'AMD', 'Intel', 'Apple'];

/** The name of a vendor's color in the style sheets. */
export const vendorColor = (vendor: Vendor): string =>
  COLORED.includes(vendor) ? vendor.toLowerCase() : 'other';

/** `software` is a GPU that the CPU emulates: shown with a label, never counted as a GPU. */
export type Kind = 'gpu' | 'cpu' | 'software';

export interface Names {
  /** Name of the device in the catalogue, or as the driver reports it. */
  name: string;
  vendor: Vendor;
  engineName: string;
  kind: Kind;
}

export type NamedRow = Row &
  Names & {
    /** Whether larger values of the metric are better. */
    higherIsBetter: boolean;
    /** That another engine is faster on such a device, and how to measure with it; null if none is known to be. */
    fasterEngine: string | null;
    /** The metric as a heading: "Latency of one sample". */
    metricTitle: string;
  };
export type NamedGap = Gap & Names;
export type NamedScaling = Scaling & Names;

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
