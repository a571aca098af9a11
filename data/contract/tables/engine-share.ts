/** @file How fast an engine was next to the fastest one on the same device: the lines of `engine-shares.json`. */
import * as z from 'zod';
import { count, deviceKindSchema, dtypeSchema, engineIdSchema, finite, text } from '../words.ts';

/** Speeds as shares of those of another engine: 0.5 is half as fast, above 1 is faster. */
const sharesSchema = z.strictObject({
  low: finite(0, 1e6),
  median: finite(0, 1e6),
  high: finite(0, 1e6),
  /** Compared works: a workload with its mode, batch and sizes on one device. */
  works: count(1),
  /** The engine and the dtype compared with: of several, the most frequent. */
  engine: engineIdSchema,
  dtype: dtypeSchema,
});
export type Shares = z.infer<typeof sharesSchema>;

export const engineShareSchema = z.strictObject({
  engine: engineIdSchema,
  device: deviceKindSchema,
  dtype: dtypeSchema,
  /** Compared with the fastest other engine in the same dtype; null if no row allows it. */
  sameDType: sharesSchema.nullable(),
  /** Compared with the fastest other engine in another dtype, where that is faster still; null if none is. */
  otherDType: sharesSchema.nullable(),
  /** Names of the devices. */
  devices: z.array(text(200)).min(1),
  /** Submissions with the compared values, relative to the root of the repository. */
  sources: z.array(text(300)).min(1),
});
export type EngineShare = z.infer<typeof engineShareSchema>;
