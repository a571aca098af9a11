/** @file The marks on the axis of the quick test: native results, this browser's result and peaks. Pure. */
import type { Hardware } from '../../data/contract/catalogue.ts';
import { shortName } from '../../data/derive/device-names.ts';
import type { Entry, Vendor } from '../rows/entry.ts';
import { formatSizes } from '../rows/format.ts';
import { MEASURED } from './plan.ts';

export interface Mark {
  id: string;
  name: string;
  /** Origin of the value, shown under the name. */
  detail: string;
  tflops: number;
  /** `native`: measured by the command line; `browser`: measured here; `peak`: the vendor's rating, not measured. */
  kind: 'native' | 'browser' | 'peak';
  vendor: Vendor;
  /** Whether the device is a CPU, which is drawn hollow. */
  cpu: boolean;
}

/** Maximum number of native results; the slowest, the fastest and some in between are kept. */
const MOST_NATIVE = 8;

/** The best size of what the quick test measures, for each engine on each measured device, fastest first; no software GPUs. */
export function nativeMarks(entries: readonly Entry[]): Mark[] {
  const best = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.workload !== MEASURED.workload || entry.dtype !== MEASURED.dtype) continue;
    if (entry.kind === 'software' || entry.provenance === 'quick-test') continue;
    const key = `${entry.hardware ?? entry.device.name}/${entry.kind}/${entry.engine}`;
    if (entry.value > (best.get(key)?.value ?? 0)) best.set(key, entry);
  }
  const marks = [...best.values()]
    .toSorted((a, b) => b.value - a.value)
    .map((entry) => ({
      id: entry.id,
      name: shortName(entry.name),
      detail: ['native', entry.engineName, ...formatSizes(entry)].join(' · '),
      tflops: entry.value,
      kind: 'native' as const,
      vendor: entry.vendor,
      cpu: entry.kind === 'cpu',
    }));
  return thin(marks, MOST_NATIVE);
}

/** Evenly spaced items of a sorted list, including the first and the last. */
function thin<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

/** The float32 peak of a catalogue entry, or null if unknown. */
export function peakMark({ id, name, vendor, kind, fp32Tflops }: Hardware): Mark | null {
  if (fp32Tflops === null) return null;
  return {
    id: `peak-${id}`,
    name: shortName(name),
    detail: `peak, not measured${fp32Tflops.verified ? '' : ' (unverified figure)'}`,
    tflops: fp32Tflops.value,
    kind: 'peak',
    vendor,
    cpu: kind === 'cpu',
  };
}
