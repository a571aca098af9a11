/** @file The chips of GPUs, the cards that are made of them and their numbers on a PCI bus: `gpu-chips.json`. */
import * as z from 'zod';
import { slug, text } from '../words.ts';

/** The number of a device among those of its maker, in lower-case hexadecimal. */
const pciIdSchema = z.string().regex(/^[\da-f]{4}$/, 'is not four digits in lower-case hexadecimal');

/**
 * A chip by TechPowerUp's database (source `TPU`) and the PCI ID Repository of 2026-08-22 (source `PCI`); a card may be made of
 * several. `integrated` is any chip of a maker that contains a processor.
 */
export const gpuChipSchema = z.strictObject({
  /** As the maker or Mesa writes it: "AD104", "navi31". */
  chip: text(20),
  maker: z.enum(['NVIDIA', 'AMD', 'Intel']),
  /** Other names of it, in small letters and digits only: "siennacichlid". */
  names: z.array(z.string().regex(/^[a-z\d]+$/)).default([]),
  /** Catalogue ids of the cards with this chip, each with the numbers that are its own; empty where several cards share one. */
  cards: z.record(slug(80), z.array(pciIdSchema)),
  /** Numbers of other devices with this chip, and of cards that share one. */
  others: z.array(pciIdSchema).default([]),
});
export type GpuChip = z.infer<typeof gpuChipSchema>;
