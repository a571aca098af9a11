/** @file A leaderboard row with the names a reader knows it by: what every page, chart and island works on. */
import type { Gap, Row, Scaling } from '../../data/contract/leaderboard.ts';
import { VENDORS as knownVendors } from '../../data/derive/device-names.ts';

/** `other` where the catalogue does not know the device. */
export const VENDORS = [...knownVendors, 'other'] as const;
export type Vendor = (typeof VENDORS)[number];

/** `software` is a GPU that is emulated on the CPU: shown, labelled, never taken for a GPU. */
export type Kind = 'gpu' | 'cpu' | 'software';

export interface Names {
  /** Catalogue name of the device; as the driver reports it where the catalogue does not know it. */
  name: string;
  vendor: Vendor;
  engineName: string;
  kind: Kind;
}

export type NamedRow = Row &
  Names & {
    /** Direction of the row's metric. */
    higherIsBetter: boolean;
    /** What the row's value is, as a heading: "Latency of one sample". */
    metricTitle: string;
  };
export type NamedGap = Gap & Names;
export type NamedScaling = Scaling & Names;

const apiWords = {
  none: 'CPU',
  cuda: 'CUDA',
  metal: 'Metal',
  vulkan: 'Vulkan',
  d3d12: 'D3D12',
  opengl: 'OpenGL',
  unknown: 'GPU',
} as const;

/** "TensorFlow CUDA": the engine with the interface it drives. */
export function engineDetail({ engineName, device }: Pick<NamedRow, 'engineName' | 'device'>): string {
  return `${engineName} ${apiWords[device.api]}`;
}
