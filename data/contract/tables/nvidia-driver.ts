/** @file The first drivers of single cards of NVIDIA: `nvidia-drivers.json`. */
import * as z from 'zod';
import { count, slug } from '../words.ts';

export const nvidiaDriverSchema = z.strictObject({
  /**
   * First branch of the driver whose list of GPUs has the cards, and of all tags of NVIDIA/open-gpu-kernel-modules from
   * 515.43.04 to 595.45.04 none of an older branch (`README.md`, "Compatible GPUs").
   */
  branch: count(1),
  /** The branch before it: a card was sold a few weeks before its entry now and then, as the RTX 4090 with 520. */
  before: count(1),
  /** Catalogue ids. */
  hardware: z.array(slug(80)).min(1),
});
export type NvidiaDriver = z.infer<typeof nvidiaDriverSchema>;
