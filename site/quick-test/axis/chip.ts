/** @file A chip that the visitor may have, with its peaks. */
import type { Hardware } from '../../../data/contract/catalogue.ts';

export interface Chip extends Pick<Hardware, 'id' | 'name' | 'vendor' | 'kind'> {
  /** Rated peaks in TFLOP/s; null if no source tells. */
  fp32: number | null;
  fp16: number | null;
  /** Whether both figures are confirmed. */
  verified: boolean;
}

/** The chips of the catalogue that have a peak. */
export const toChips = (hardware: readonly Hardware[]): Chip[] =>
  hardware
    .filter(({ fp32Tflops }) => fp32Tflops !== null)
    .map(({ id, name, vendor, kind, fp32Tflops, fp16Tflops }) => ({
      id,
      name,
      vendor,
      kind,
      fp32: fp32Tflops!.value,
      fp16: fp16Tflops?.value ?? null,
      verified: fp32Tflops!.verified && (fp16Tflops?.verified ?? true),
    }));
