/** @file A mark on an axis of the quick test, and that of a peak. Without the parts, because the page loads it at first. Pure. */
import type { Hardware } from '../../../data/contract/catalogue.ts';
import { shortName } from '../../../data/derive/device-names.ts';
import type { Vendor } from '../../rows/named-row.ts';
import type { PartId } from '../measure/parts.ts';

export interface Mark {
  id: string;
  name: string;
  /** Origin of the value, shown under the name. */
  detail: string;
  /** In the unit of the axis. */
  value: number;
  /** `native`: measured without a browser; `browser`: measured here; `peak`: the vendor's rating, not measured. */
  kind: 'native' | 'browser' | 'peak';
  vendor: Vendor;
  /** Whether the device is a CPU, which is drawn hollow. */
  cpu: boolean;
}

/** The peak of a catalogue entry for the products of a part, or null if there is none. */
export function peakMark(hardware: Hardware, part: PartId): Mark | null {
  const peak = peakOf(hardware, part);
  if (peak === null) return null;
  const { id, name, vendor, kind } = hardware;
  return {
    id: `peak-${id}`,
    name: shortName(name),
    detail: `peak, not measured${peak.verified ? '' : ' (unverified figure)'}`,
    value: peak.value,
    kind: 'peak',
    vendor,
    cpu: kind === 'cpu',
  };
}

function peakOf({ fp32Tflops, fp16Tflops }: Hardware, part: PartId): Hardware['fp32Tflops'] {
  if (part === 'product') return fp32Tflops;
  return part === 'half-product' ? fp16Tflops : null;
}
