/** @file The leaderboard: everything that ingest derives from all files and the site shows. Submissions hold no summaries. */
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

/** Ratios above this are left out: no two machines, recipes or number formats differ that much. */
export const MAX_RATIO = 1e9;

/** A remark about a row that is shown with it. */
export const flagSchema = z.strictObject({ id: slug(60), text: text(400) });
export type Flag = z.infer<typeof flagSchema>;

const where = {
  /** The machine; its rows share the id, so that its CPU and GPU can be compared. */
  machine: z.strictObject({ id: slug(160), name: text(300) }),
  /** Catalogue id of the device; null if its raw name is not in the catalogue. */
  hardware: slug(80).nullable(),
};

/** Who measured: the maintainers of this project (`data/catalogue/maintainer-files.json`), a contributor, or the authors of a publication. */
export const measurerSchema = z.enum(['maintainers', 'contributor', 'publication']);
export type Measurer = z.infer<typeof measurerSchema>;

/** A file that a value comes from: its path in the repository, who measured and, for published values, the URL of the original. */
export const sourceSchema = z.strictObject({
  path: text(300),
  by: measurerSchema,
  url: z.url().nullable(),
  title: text(200),
});

export const rowSchema = z.strictObject({
  /** Stable id: the same inputs give the same id. */
  id: slug(400),
  ...where,
  ...cellSchema.shape,
  metric: metricSchema,
  unit: text(20),
  /**
   * In `unit`. Of one machine: the median over the repetitions of the median of their samples. Of several: the median of those
   * of the machines. For a published row the value as published.
   */
  value: finite(0, 1e15),
  /**
   * Over the repetitions of one machine, or over the values of several: 95 % interval of the median by order statistics from 6
   * values on, otherwise their range. Null for a single value.
   */
  ci: z
    .strictObject({ low: finite(0, 1e15), high: finite(0, 1e15), kind: z.enum(['95%', 'range']) })
    .nullable(),
  /** Independent repetitions (fresh processes) behind the value; null if a source does not say. */
  n: count(1).nullable(),
  /** Machines behind the value, one for each owner of such a machine; more machines of one owner count once. */
  machines: count(1),
  /** Runs behind the value: submissions, or the one publication. */
  runs: count(1),
  /** Times faster than the i7-8700; null if the baseline has no value, the work differs, or it is above `MAX_RATIO`. */
  speedup: finite(0, MAX_RATIO).nullable(),
  /** Why `speedup` is null; null if it is not. */
  speedupReason: text(300).nullable(),
  /**
   * Least and greatest speedup that the intervals of the value and of the baseline's allow; a value without an interval counts
   * as exact. Null if `speedup` is, and if neither has an interval.
   */
  speedupCi: z.strictObject({ low: finite(0, MAX_RATIO), high: finite(0, MAX_RATIO) }).nullable(),
  /** The i7-8700's value in `unit`; null if `speedup` is. */
  baselineValue: finite(0, 1e15).nullable(),
  /**
   * Share of the device's peak for this dtype, of a copy the share of its memory bandwidth, 0 to 1 without tolerance; null if the
   * rate or the peak is unknown, and if the rate is above the peak, as that of a convolution with fewer operations can be.
   */
  utilization: finite(0, 1).nullable(),
  /**
   * What `utilization` is a share of: `rated` = the peak by the catalogue; `measured` = the fastest matrix product of any engine
   * in the same run, for hardware that the catalogue does not list. Null if `utilization` is.
   */
  utilizationOf: z.enum(['rated', 'measured']).nullable(),
  /** Rows may be ranked against each other only if their keys are equal. */
  comparisonKey: text(300),
  /** Place within the comparison key, from 1; null if the row is not ranked. */
  rank: count(1).nullable(),
  /** Best and worst place that the intervals allow; null if `rank` is. */
  rankBand: z.tuple([count(1), count(1)]).nullable(),
  /** Why the row is not ranked; null if it is. */
  rankReason: text(300).nullable(),
  flags: z.array(flagSchema),
  trust: trustSchema,
  /** `published` = a value from others; `measured` = by our runner; `quick-test` = in a browser. */
  provenance: z.enum(['published', 'measured', 'quick-test']),
  preset: presetSchema.nullable(),
  /** Engine and version for a measured row, the wording of the source for a published one. */
  software: text(300),
  os: text(210),
  /** Published only: milliseconds per step as published with the value. */
  stepMs: finite(0, 1e9).nullable(),
  /** Published only: final accuracy. */
  accuracy: finite(0, 1).nullable(),
  /** `value` as samples per second; null if the work has no samples. */
  samplesPerSecond: finite(0, 1e15).nullable(),
  /** `latencyMs` only: the 90th percentile and the number of single inferences behind it; otherwise null. */
  latency: z.strictObject({ p90Ms: finite(0, 1e9), samples: count(1) }).nullable(),
  /** `peakSamplesPerSecond` only: every batch of the sweep that ran, smallest first; otherwise null. */
  ladder: z
    .array(z.strictObject({ batchSize: count(1), samplesPerSecond: finite(0, 1e15) }))
    .min(1)
    .nullable(),
  /** The largest batch of the sweep that ran and why no larger one did; null if `ladder` is. */
  largestBatch: z
    .strictObject({
      batchSize: count(1),
      /** `memory` = the next batch did not fit, so this is the largest; `time` and `none` = a larger one may fit. */
      limit: z.enum(['memory', 'time', 'none']),
      reason: text(1000),
    })
    .nullable(),
  /** Median of the last repetition over that of the first, minus 1; above 0 it became slower. Null below 2 repetitions. */
  drift: finite(-1, 1e6).nullable(),
  /**
   * Seconds from the start of the process to the end of the first step (loading, building, compiling), median over the
   * repetitions; null for published rows and in a browser.
   */
  firstStepSeconds: finite(0, 1e6).nullable(),
  /** How the result was checked; null for a published row. */
  check: z
    .strictObject({
      kind: z.enum(['output', 'loss-trajectory', 'next-token', 'none']),
      /** `reference` = computed separately in float64; `itself` = the engine by another method; null = nothing. */
      against: z.enum(['reference', 'itself']).nullable(),
      /** Largest relative error and its bound; both null if nothing was compared. */
      maxRelativeError: finite(0, 1e30).nullable(),
      tolerance: finite(0, 1).nullable(),
      /** Why nothing could be compared; null if something was. */
      why: text(300).nullable(),
    })
    .nullable(),
  /** Highest memory of any repetition; values of different methods are never compared. Null if there is no counter. */
  peakMemory: peakMemorySchema.nullable(),
  /** Measured in the same run, never derived from a TDP; null if there is no counter. */
  energy: z
    .strictObject({
      source: powerSchema.shape.source,
      scope: powerSchema.shape.scope,
      /** Mean over the timed loops. */
      watts: finite(0, 100_000),
      idleWatts: powerSchema.shape.idleWatts,
      /** Watts times the seconds of one `per`; both null for an operation. */
      joules: finite(0, 1e15).nullable(),
      per: z.enum(['epoch', '1000 samples', '1000 tokens', 'run']).nullable(),
    })
    .nullable(),
  /** Cost of one training run at a price per hour; null if no price is known or nothing is trained. */
  cost: z
    .strictObject({
      usd: finite(0, 1e12),
      hours: finite(0, 1e9),
      /** Epochs of the run; null for training to a target. */
      epochs: count(1).nullable(),
      pricePerHourUsd: finite(0, 1e6),
      /** Where the price comes from, with its date. */
      source: text(400),
    })
    .nullable(),
  /** `secondsToTarget` only; otherwise null. */
  convergence: z
    .strictObject({
      target: finite(0, 1),
      /** Median of the runs that reached the target. */
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

/** A cell that was requested or attempted but has no value, with the reason. */
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

/** Two rows of one machine that differ in one thing: the device, the recipe or the dtype. */
export const ratioSchema = z.strictObject({
  kind: z.enum(['gpu-over-cpu', 'optimized-over-naive', 'tf32-over-float32', 'half-over-float32']),
  machine: slug(160),
  workload: workloadIdSchema,
  mode: modeSchema,
  engine: engineIdSchema,
  /** Times faster; above 1 the GPU, the optimized recipe, tf32 or half precision is faster. */
  value: finite(0, MAX_RATIO),
  /** Row ids: the one expected to be faster, then the one that it is compared with. */
  rows: z.tuple([slug(400), slug(400)]),
  /** What else matters for the comparison (batch, accuracy, small model); null if nothing does. */
  caveat: text(400).nullable(),
});
export type Ratio = z.infer<typeof ratioSchema>;

/** How the time per sequence grows with its length, at a constant number of tokens per batch. */
export const scalingSchema = z.strictObject({
  id: slug(400),
  ...where,
  ...cellSchema.omit({ batchSize: true, size: true, sequenceLength: true, languageModel: true }).shape,
  /** Tokens of every batch. */
  tokensPerBatch: count(1),
  /** Slope of log(seconds per sequence) over log(length), least squares: 1 is linear, 2 quadratic. */
  slope: finite(-100, 100),
  /** Share of the variance that the line explains, 0 to 1. */
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
  /** Day of the newest result, so that the file depends only on the data and not on the clock. */
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
