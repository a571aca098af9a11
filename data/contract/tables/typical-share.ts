/** @file The fastest honest values of each kind of work, as rates of arithmetic: the lines of `typical-shares.json`. */
import * as z from 'zod';
import {
  count,
  deviceKindSchema,
  dtypeSchema,
  engineIdSchema,
  finite,
  modeSchema,
  recipeSchema,
  text,
  workloadIdSchema,
} from '../words.ts';

export const typicalShareSchema = z.strictObject({
  engine: engineIdSchema,
  workload: workloadIdSchema,
  mode: modeSchema,
  recipe: recipeSchema,
  dtype: dtypeSchema,
  device: deviceKindSchema,
  /** Whether these are forward passes of a single sample, which reach a smaller share than batches. */
  single: z.boolean(),
  /** The fastest value of each device, fastest share first. */
  fastest: z
    .array(
      z.strictObject({
        /** Name of the device in the catalogue, else as its driver reports it with its number of cores. */
        device: text(250),
        /** By the catalogue; for a device that it does not list its fastest matrix product of any engine. */
        peakTflops: finite(0, 1e9),
        /** By the direct algorithm. */
        tflops: finite(0, 1e9),
      }),
    )
    .max(1000),
  /** What each device drew in this work, with the least power for its rate first; empty where no power was read. */
  drawn: z
    .array(
      z.strictObject({
        /** Name of the device in the catalogue. */
        device: text(250),
        /** Rate of arithmetic divided by the peak of the device. */
        peakShare: finite(0, 1000),
        /** Mean watts above those at rest, divided by the rated power of the device. */
        powerShare: finite(0, 1000),
      }),
    )
    .max(1000),
  /** The largest multiple of the fastest matrix product of the same engine in the same file; null if no file has both. */
  ofProduct: finite(0, 1e6).nullable(),
  /** Devices behind `ofProduct`. */
  productDevices: count(0),
  /** Files with these values, relative to the root of the repository. */
  sources: z.array(text(300)).min(1),
});
export type TypicalShare = z.infer<typeof typicalShareSchema>;
