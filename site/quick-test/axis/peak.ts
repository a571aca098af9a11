/** @file The mark of a peak on an axis of the quick test. Pure. */
import type { Hardware } from '../../../data/contract/catalogue.ts';
import { shortName } from '../../../data/derive/device-names.ts';
import type { Chip } from '../../find/chip.ts';
import type { PartId } from '../measure/parts.ts';
import type { Mark } from './mark.ts';

/** What the list of chips does not tell of their peaks. */
export interface PeakFacts {
  /** Dense float16 matrix peaks in TFLOP/s by catalogue id. */
  half: Readonly<Record<string, number>>;
  /** Ids of chips with a figure that nobody confirmed. */
  unverified: readonly string[];
}

export const toPeakFacts = (hardware: readonly Hardware[]): PeakFacts => ({
  half: Object.fromEntries(
    hardware.flatMap(({ id, fp16Tflops }) => (fp16Tflops === null ? [] : [[id, fp16Tflops.value]])),
  ),
  unverified: hardware
    .filter(({ fp32Tflops, fp16Tflops }) => fp32Tflops?.verified === false || fp16Tflops?.verified === false)
    .map(({ id }) => id),
});

/** The peak of a chip for the products of a part, or null if there is none. Other work does not come close to it. */
export function peakMark(chip: Chip, part: PartId, { half, unverified }: PeakFacts): Mark | null {
  const { id, name, vendor, kind, tflops } = chip;
  const value = part === 'product' ? tflops : part === 'half-product' ? (half[id] ?? null) : null;
  if (value === null) return null;
  return {
    id: `peak-${id}`,
    name: shortName(name),
    detail: `peak, not measured${unverified.includes(id) ? ' (unverified figure)' : ''}`,
    value,
    kind: 'peak',
    vendor,
    cpu: kind === 'cpu',
  };
}
