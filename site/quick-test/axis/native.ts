/** @file The native results that a quick test is shown among; the site serves them as a file, which is loaded with a result. Pure. */

import type { Hardware } from '../../../data/contract/catalogue.ts';
import { plainName, shortName } from '../../../data/derive/device-names.ts';
import type { Chip } from '../../find/chip.ts';
import { outsideIdOf } from '../../find/index-file.ts';
import { formatSizes } from '../../rows/format.ts';
import type { NamedRow } from '../../rows/named-row.ts';
import { type Part, type PartId, parts } from '../measure/parts.ts';
import type { NativeMark } from './mark.ts';
import { type PeakFacts, toPeakFacts } from './peak.ts';

/** Path of the file below the base of the site. */
export const NATIVE_PATH = '/quick-test/native.json';

/** What the site serves. */
export interface NativeFile {
  /** The best size of each part for each engine on each measured device, fastest first. */
  marks: Record<PartId, NativeMark[]>;
  peaks: PeakFacts;
}

export const toNativeFile = (entries: readonly NamedRow[], hardware: readonly Hardware[]): NativeFile => ({
  marks: Object.fromEntries(
    parts.map((part) => [part.id, nativeMarks(entries, part)]),
  ) as NativeFile['marks'],
  peaks: toPeakFacts(hardware),
});

/** The file with the chips that the visitor may have or compare with. */
export interface Native extends NativeFile {
  chips: readonly Chip[];
}

/** The best size of a part for each engine on each measured device, fastest first; no software GPUs. */
export function nativeMarks(entries: readonly NamedRow[], part: Part): NativeMark[] {
  const best = new Map<string, { entry: NamedRow; value: number }>();
  for (const entry of entries) {
    const value = nativeValue(entry, part);
    if (value === null) continue;
    const key = `${hardwareOf(entry)}/${entry.kind}/${entry.engine}`;
    if (value > (best.get(key)?.value ?? 0)) best.set(key, { entry, value });
  }
  return [...best.values()]
    .toSorted((a, b) => b.value - a.value)
    .map(({ entry, value }) => ({
      id: `${part.id}-${entry.id}`,
      hardware: hardwareOf(entry),
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
}

const hardwareOf = ({ hardware, device }: NamedRow): string =>
  hardware ?? outsideIdOf({ kind: device.kind, name: plainName(device.name) });

/** The value of a row on the axis of a part; null if it does not belong there. */
function nativeValue(entry: NamedRow, { workload, mode, dtype }: Part): number | null {
  if (entry.workload !== workload || entry.mode !== mode || entry.dtype !== dtype) return null;
  if (entry.kind === 'software' || entry.provenance === 'quick-test') return null;
  return mode === 'train' ? entry.samplesPerSecond : entry.value;
}
