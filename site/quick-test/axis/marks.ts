/** @file The axes of the quick test with their native results and peaks. Pure. */
import type { Hardware } from '../../../data/contract/catalogue.ts';
import { shortName } from '../../../data/derive/device-names.ts';
import { formatSizes } from '../../rows/format.ts';
import type { NamedRow } from '../../rows/named-row.ts';
import { type Part, type PartId, parts } from '../measure/parts.ts';
import { type Mark, peakMark } from './peak.ts';

export interface Axis {
  part: PartId;
  /** What is counted, in words: "TFLOP/s of a float32 matrix product". */
  title: string;
  unit: string;
  /** Native results and peaks. */
  marks: readonly Mark[];
}

/** Maximum number of native results; the slowest, the fastest and some in between are kept. */
const MOST_NATIVE = 8;

const titles: Record<PartId, string> = {
  product: 'TFLOP/s of a float32 matrix product',
  'small-net': 'Samples per second, training the MNIST CNN in float32',
  'half-product': 'TFLOP/s of a float16 matrix product',
  attention: 'TFLOP/s of attention in float32',
  'large-net': 'Samples per second, training VGG16 in float32',
};

/** An axis for each part. Peaks belong to products: other work does not come close to them. */
export function axesOf(entries: readonly NamedRow[], hardware: readonly Hardware[]): Axis[] {
  return parts.map((part) => ({
    part: part.id,
    title: titles[part.id],
    unit: part.mode === 'train' ? 'samples/s' : 'TFLOP/s',
    marks: [...nativeMarks(entries, part), ...hardware.flatMap((entry) => peakMark(entry, part.id) ?? [])],
  }));
}

/** The best size of a part for each engine on each measured device, fastest first; no software GPUs. */
export function nativeMarks(entries: readonly NamedRow[], part: Part): Mark[] {
  const best = new Map<string, { entry: NamedRow; value: number }>();
  for (const entry of entries) {
    const value = nativeValue(entry, part);
    if (value === null) continue;
    const key = `${entry.hardware ?? entry.device.name}/${entry.kind}/${entry.engine}`;
    if (value > (best.get(key)?.value ?? 0)) best.set(key, { entry, value });
  }
  const marks = [...best.values()]
    .toSorted((a, b) => b.value - a.value)
    .map(({ entry, value }) => ({
      id: `${part.id}-${entry.id}`,
      name: shortName(entry.name),
      detail: [
        entry.provenance === 'published' ? 'published' : 'native',
        entry.engineName,
        ...formatSizes(entry),
      ].join(' · '),
      value,
      kind: 'native' as const,
      vendor: entry.vendor,
      cpu: entry.kind === 'cpu',
    }));
  return thin(marks, MOST_NATIVE);
}

/** The value of a row on the axis of a part; null if it does not belong there. */
function nativeValue(entry: NamedRow, { workload, mode, dtype }: Part): number | null {
  if (entry.workload !== workload || entry.mode !== mode || entry.dtype !== dtype) return null;
  if (entry.kind === 'software' || entry.provenance === 'quick-test') return null;
  return mode === 'train' ? entry.samplesPerSecond : entry.value;
}

/** Evenly spaced items of a sorted list, including the first and the last. */
function thin<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}
