/** @file The leaderboard: what ingest derives from all files and the site shows. Every summary is made here, none is sent. */
import * as z from 'zod';
import { hardwareSchema } from './catalogue.ts';
import { cellSchema } from './cell.ts';
import { peakMemorySchema, powerSchema } from './outcome.ts';
import {
  count,
  daySchema,
  engineIdSchema,
  finite,
  metricSchema,
  modeSchema,
  presetSchema,
  SCHEMA_VERSION,
  slug,
  text,
  trustSchema,
  workloadIdSchema,
} from './words.ts';

/** What is odd about a row, said openly beside it. */
export const flagSchema = z.strictObject({ id: slug(60), text: text(400) });
export type Flag = z.infer<typeof flagSchema>;

const where = {
  /** The computer; rows of one computer share the id, so its CPU and GPU can be compared. */
  machine: z.strictObject({ id: slug(160), name: text(300) }),
  /** Catalogue id of the device that computed; null where the raw name is not in the catalogue. */
  hardware: slug(80).nullable(),
};

/** A file that a value comes from: a repository path, and for published values the page of the original. */
export const sourceSchema = z.strictObject({ path: text(300), url: z.url().nullable(), title: text(200) });

export const rowSchema = z.strictObject({
  /** Stable id: the same inputs give the same id. */
  id: slug(400),
  ...where,
  ...cellSchema.shape,
  metric: metricSchema,
  unit: text(20),
  /** In `unit`. Median over repetitions of the median of each repetition's samples; for a published row the value as published. */
  value: finite(0, 1e15),
  /** 95 % interval of the median by order statistics from 6 values on, else their range; null for a single value. */
  ci: z
    .strictObject({ low: finite(0, 1e15), high: finite(0, 1e15), kind: z.enum(['95%', 'range']) })
    .nullable(),
  /** Independent repetitions (fresh processes) behind the value; null where a source does not say. */
  n: count(1).nullable(),
  /** Times faster than the i7-8700; null where the baseline has no value or the work differs. */
  speedup: finite(0, 1e9).nullable(),
  /** Why `speedup` is null; null where it is not. */
  speedupReason: text(300).nullable(),
  /** The i7-8700's value in `unit`; null as `speedup`. */
  baselineValue: finite(0, 1e15).nullable(),
  /** Share of the device's peak for this dtype, 0 to 1; null where either is unknown. */
  utilization: finite(0, 100).nullable(),
  /** Rows may be ranked against each other only where these keys are equal. */
  comparisonKey: text(300),
  /** Place within the comparison key, from 1; null where the row is not ranked. */
  rank: count(1).nullable(),
  /** Best and worst place that the intervals allow; null as `rank`. */
  rankBand: z.tuple([count(1), count(1)]).nullable(),
  /** Why the row is not ranked; null where it is. */
  rankReason: text(300).nullable(),
  flags: z.array(flagSchema),
  trust: trustSchema,
  /** `published` = somebody else's figure; `measured` = by our runner; `quick-test` = in a browser. */
  provenance: z.enum(['published', 'measured', 'quick-test']),
  preset: presetSchema.nullable(),
  /** Engine version for a measured row, the source's words for a published one. */
  software: text(300),
  os: text(210),
  /** Published only: milliseconds per step as printed beside the value. */
  stepMs: finite(0, 1e9).nullable(),
  /** Published only: final accuracy. */
  accuracy: finite(0, 1).nullable(),
  /** Samples per second that `value` means; null where the work has no samples. */
  samplesPerSecond: finite(0, 1e15).nullable(),
  /** Of a `latencyMs` row: the 90th percentile, and how many single inferences stand behind it; null elsewhere. */
  latency: z.strictObject({ p90Ms: finite(0, 1e9), samples: count(1) }).nullable(),
  /** Every batch that was tried, smallest first, of a `peakSamplesPerSecond` row; null elsewhere. */
  ladder: z
    .array(z.strictObject({ batchSize: count(1), samplesPerSecond: finite(0, 1e15) }))
    .min(1)
    .nullable(),
  /** The largest batch of the ladder that ran, and why no larger one did; null as `ladder`. */
  largestBatch: z
    .strictObject({
      batchSize: count(1),
      /** `memory` = the next one did not fit, so it is the largest; `time` and `none` = a larger one may fit. */
      limit: z.enum(['memory', 'time', 'none']),
      reason: text(1000),
    })
    .nullable(),
  /** Median of the last repetition over that of the first, minus 1: above 0 it became slower; null below 2 repetitions. */
  drift: finite(-1, 1e6).nullable(),
  /** What the result was compared with before its time counted, in short; null for a published row. */
  check: z
    .strictObject({
      kind: z.enum(['output', 'loss-trajectory', 'next-token', 'none']),
      /** `reference` = computed apart in float64; `itself` = the engine by another way; null = with nothing. */
      against: z.enum(['reference', 'itself']).nullable(),
      /** Largest relative error, and the bound that it had to keep; both null where nothing was compared. */
      maxRelativeError: finite(0, 1e30).nullable(),
      tolerance: finite(0, 1).nullable(),
      /** Why nothing could be compared; null where something was. */
      why: text(300).nullable(),
    })
    .nullable(),
  /** Highest memory of any repetition; values of different methods are never compared. Null where no counter exists. */
  peakMemory: peakMemorySchema.nullable(),
  /** Measured in the same run, never derived from a TDP; null where no counter exists. */
  energy: z
    .strictObject({
      source: powerSchema.shape.source,
      scope: powerSchema.shape.scope,
      /** Mean over the timed loops. */
      watts: finite(0, 100_000),
      idleWatts: powerSchema.shape.idleWatts,
      /** Watts times the seconds of `per`; both null for an operation. */
      joules: finite(0, 1e15).nullable(),
      per: z.enum(['epoch', '1000 samples', '1000 tokens', 'run']).nullable(),
    })
    .nullable(),
  /** What one training run costs at a price per hour; null where no price is known or nothing is trained. */
  cost: z
    .strictObject({
      usd: finite(0, 1e12),
      hours: finite(0, 1e9),
      /** Epochs of the run; null where it was trained to a target. */
      epochs: count(1).nullable(),
      pricePerHourUsd: finite(0, 1e6),
      /** Where the price comes from, with its date. */
      source: text(400),
    })
    .nullable(),
  /** Of a `secondsToTarget` row; null elsewhere. */
  convergence: z
    .strictObject({
      target: finite(0, 1),
      /** Median of the runs that reached it. */
      epochs: finite(0, 1e6),
      runs: count(1),
      reached: count(0),
      dataSource: z.enum(['official', 'generated']),
    })
    .nullable(),
  date: daySchema,
  sources: z.array(sourceSchema).min(1),
});
export type Row = z.infer<typeof rowSchema>;

/** A cell that was attempted or asked for and has no value, with its reason. */
export const gapSchema = z.strictObject({
  id: slug(400),
  ...where,
  ...cellSchema.shape,
  status: z.enum(['failed', 'timeout', 'out-of-memory', 'unsupported', 'skipped']),
  reason: text(1000),
  date: daySchema,
  sources: z.array(sourceSchema).min(1),
});
export type Gap = z.infer<typeof gapSchema>;

/** Two rows of one computer that differ in one thing: the device, the recipe or the precision. */
export const ratioSchema = z.strictObject({
  kind: z.enum(['gpu-over-cpu', 'optimized-over-naive', 'half-over-float32']),
  machine: slug(160),
  workload: workloadIdSchema,
  mode: modeSchema,
  engine: engineIdSchema,
  /** Times faster: above 1 the GPU (the optimized recipe, half precision) wins. */
  value: finite(0, 1e9),
  /** Row ids: the faster-by-expectation one, then the one it is compared with. */
  rows: z.tuple([slug(400), slug(400)]),
  /** What else differs and must be kept in mind (batch, accuracy, small model); null where nothing does. */
  caveat: text(400).nullable(),
});
export type Ratio = z.infer<typeof ratioSchema>;

/** How the time of a sequence grows with its length, at a constant number of tokens a batch. */
export const scalingSchema = z.strictObject({
  id: slug(400),
  ...where,
  ...cellSchema.omit({ batchSize: true, size: true, sequenceLength: true, languageModel: true }).shape,
  /** Tokens of every batch. */
  tokensPerBatch: count(1),
  /** Slope of log(seconds per sequence) over log(length), least squares: 1 is linear, 2 quadratic. */
  slope: finite(-100, 100),
  /** Share of the variance that the straight line explains, 0 to 1. */
  r2: finite(0, 1),
  /** Shortest first. */
  points: z.array(z.strictObject({ sequenceLength: count(1), secondsPerSequence: finite(0, 1e9) })).min(3),
  date: daySchema,
  sources: z.array(sourceSchema).min(1),
});
export type Scaling = z.infer<typeof scalingSchema>;

export const leaderboardSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  kind: z.literal('leaderboard'),
  /** Day of the newest result: the file is a function of the data, not of the clock. */
  date: daySchema,
  baseline: z.strictObject({ hardware: slug(80), name: text(100), reason: text(300) }),
  rows: z.array(rowSchema),
  gaps: z.array(gapSchema),
  ratios: z.array(ratioSchema),
  scalings: z.array(scalingSchema),
  /** Catalogue entries that rows refer to. */
  hardware: z.array(hardwareSchema),
});
export type Leaderboard = z.infer<typeof leaderboardSchema>;
