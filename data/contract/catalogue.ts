/** @file Facts said once: hardware, engines, workload-independent texts and the baseline, each with its source. */
import * as z from 'zod';
import { daySchema, engineIdSchema, finite, recipeSchema, slug, text } from './words.ts';

/** A figure with where it comes from; `verified: false` marks one that is from memory and gates nothing. */
export const figureSchema = z.strictObject({
  value: finite(0, 1e9),
  /** Codes of `sources.json`, joined by "+". */
  source: text(60),
  verified: z.boolean(),
});
export type Figure = z.infer<typeof figureSchema>;

export const hardwareSchema = z.strictObject({
  id: slug(80),
  /** Canonical display name, maker first where it is not part of the name. */
  name: text(100),
  vendor: z.enum(['NVIDIA', 'AMD', 'Intel', 'Apple']),
  /** `soc` and `apu` hold a CPU and a GPU: rows of both devices resolve to them. */
  kind: z.enum(['gpu', 'cpu', 'soc', 'apu']),
  /** Raw device strings that mean this entry, beside its name; compared case-insensitively, punctuation ignored. */
  aliases: z.array(text(100)),
  /** Dense float32 vector peak at rated boost clock, TFLOP/s. For a CPU an upper bound: all cores at the highest turbo. */
  fp32Tflops: figureSchema.nullable(),
  /** Dense float16 matrix peak with float32 accumulation, without sparsity, TFLOP/s. */
  fp16Tflops: figureSchema.nullable(),
  /** Memory bandwidth, GB/s (10^9 bytes). */
  bandwidthGBs: figureSchema.nullable(),
  /** Rated power, W: TDP, or the highest turbo power for Intel from the 12th generation on. Never shown as measured. */
  tdpW: figureSchema.nullable(),
  /** Memory, GB as the maker counts it; the largest option for Apple. */
  memoryGB: figureSchema.nullable(),
  year: z.int().min(1990).max(2100),
});
export type Hardware = z.infer<typeof hardwareSchema>;

export const engineFactsSchema = z.strictObject({
  id: engineIdSchema,
  name: text(60),
  summary: text(300),
  url: z.url({ protocol: /^https$/ }),
  /** What each recipe does on this engine, shown beside the results. */
  recipes: z.record(recipeSchema, text(500)),
});
export type EngineFacts = z.infer<typeof engineFactsSchema>;

export const baselineSchema = z.strictObject({
  /** Hardware whose value is 1.0x. */
  hardware: slug(80),
  device: z.literal('cpu'),
  reason: text(300),
  since: daySchema,
});
export type Baseline = z.infer<typeof baselineSchema>;
