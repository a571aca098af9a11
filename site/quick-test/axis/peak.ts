/** @file The mark of a peak on an axis of the quick test. Pure. */
import { shortName } from '../../../data/derive/device-names.ts';
import type { PartId } from '../measure/parts.ts';
import type { Chip } from './chip.ts';
import type { Mark } from './mark.ts';

/** The peak of a chip for the products of a part, or null if there is none. Other work does not come close to it. */
export function peakMark({ id, name, vendor, kind, fp32, fp16, verified }: Chip, part: PartId): Mark | null {
  const value = part === 'product' ? fp32 : part === 'half-product' ? fp16 : null;
  if (value === null) return null;
  return {
    id: `peak-${id}`,
    name: shortName(name),
    detail: `peak, not measured${verified ? '' : ' (unverified figure)'}`,
    value,
    kind: 'peak',
    vendor,
    cpu: kind === 'cpu',
  };
}
