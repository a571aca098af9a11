/** @file The outcome of a cell: a union by `status` with raw samples if it was measured, otherwise a reason. */
import * as z from 'zod';
import { checkSchema } from './proof.ts';
import { MAX_SAMPLES, repetitionSchema } from './repetition.ts';
import { count, finite, text } from './words.ts';

/** Settings as observed in the worker (not as requested), for example {"simd": true, "threads": 2}. */
export const observedSchema = z.record(
  z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9.]{0,39}$/, 'is not a setting name of up to 40 letters, digits and dots'),
  z.union([z.boolean(), finite(-1e15, 1e15), text(200)]),
);
export type Observed = z.infer<typeof observedSchema>;

export const peakMemorySchema = z.strictObject({
  bytes: count(0),
  /** How the peak was read. Values of different methods are never compared. */
  method: z.enum([
    'rss-peak',
    'gpu-allocated',
    'cuda-max-allocated',
    'mps-driver-polled',
    'tf-peak',
    'mlx-peak',
    'allocator-peak',
  ]),
});
export type PeakMemory = z.infer<typeof peakMemorySchema>;

export const powerSchema = z.strictObject({
  source: z.enum([
    'nvml-energy',
    'nvml-power',
    'hwmon-energy',
    'hwmon-power',
    'rapl',
    'ioreport',
    'powermetrics',
    'wall-meter',
  ]),
  /** What the counter covers: the GPU board, the CPU package (on Apple silicon the whole chip), or everything. */
  scope: z.enum(['gpu', 'package', 'system']),
  /** Mean watts of the same counter before the run, while idle; null if it was not read. */
  idleWatts: finite(0, 100_000).nullable(),
  /** Readings inside the timed loops; `atNs` counts from the start of the first loop without the time between loops. */
  samples: z
    .array(z.strictObject({ atNs: count(0), watts: finite(0, 100_000) }))
    .min(1)
    .max(MAX_SAMPLES),
  /** Why the counter stopped before the end; null if it did not. */
  lost: text(300).nullable(),
});
export type Power = z.infer<typeof powerSchema>;

/** Set if a budget ended an epoch early: its seconds are then the median step time multiplied by the steps of an epoch. */
export const extrapolatedSchema = z.strictObject({
  /** Steps that were timed: the fewest of any repetition. */
  stepsTimed: count(1),
  /** Steps of a whole epoch: training samples divided by the batch, rounded up. */
  stepsPerEpoch: count(1),
});

const reason = text(1000);

export const okSchema = z.strictObject({
  status: z.literal('ok'),
  /** Version of the engine as it reports it. */
  engineVersion: text(100),
  observed: observedSchema,
  repetitions: z.array(repetitionSchema).min(1).max(100),
  check: checkSchema,
  /** Null if there is no counter. */
  peakMemory: peakMemorySchema.nullable(),
  /** Null if there is no counter; never derived from a TDP. */
  power: powerSchema.nullable(),
  /** Null if whole epochs were timed or the workload has no epochs. */
  extrapolated: extrapolatedSchema.nullable(),
});
export type Ok = z.infer<typeof okSchema>;

/** An attempt that ended early; the repetitions that had finished are kept. */
const broken = <Status extends string>(status: Status) =>
  z.strictObject({
    status: z.literal(status),
    /** What happened and, if known, how to fix it. */
    reason,
    repetitions: z.array(repetitionSchema).max(100),
  });

/** A resource that can be too scarce for a cell. */
export const limitSchema = z.enum(['memory', 'time']);
export type Limit = z.infer<typeof limitSchema>;

/** The engine can never compute the cell; nothing was attempted. */
const unsupportedSchema = z.strictObject({ status: z.literal('unsupported'), reason });

/** Supported, but not started. */
export const skippedSchema = z.strictObject({
  status: z.literal('skipped'),
  reason,
  /** The limit that the cell would have exceeded; null if there was none, and in files of runners without this field. */
  limit: limitSchema.nullable(),
  /** Estimated need in bytes of memory or in nanoseconds; null if `limit` is. */
  needed: count(0).nullable(),
});
export type Skipped = z.infer<typeof skippedSchema>;

export const outcomeSchema = z.discriminatedUnion('status', [
  okSchema,
  broken('failed'),
  broken('timeout'),
  broken('out-of-memory'),
  unsupportedSchema,
  skippedSchema,
]);
export type Outcome = z.infer<typeof outcomeSchema>;
