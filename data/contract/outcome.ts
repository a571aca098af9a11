/** @file The outcome of a cell: a union by `status` with raw samples if it was measured, otherwise a reason. */
import * as z from 'zod';
import { count, finite, text } from './words.ts';

/** Maximum number of samples in one repetition; longer ones are thinned evenly and state how many were left out. */
export const MAX_SAMPLES = 5000;

/** A day in nanoseconds, the longest sample allowed. */
const DAY_NS = 86_400_000_000_000;

/** One training run to a target accuracy. */
export const convergenceSchema = z.strictObject({
  /** Accuracy on the evaluation set at which training stops, 0 to 1. */
  target: finite(0, 1),
  /** Whether the last epoch reached the target. */
  reached: z.boolean(),
  /** Seed of the weights and of the order of the samples; different in every repetition. */
  seed: count(0, 0xffff_ffff),
  /** `official` = the published files, each with the right SHA-256; `generated` = synthetic samples of the same shapes. */
  dataSource: z.enum(['official', 'generated']),
  /** In order; the sample of an epoch is the time of its training and its evaluation. */
  epochs: z
    .array(
      z.strictObject({
        trainNs: count(1, DAY_NS),
        evaluateNs: count(1, DAY_NS),
        /** Mean training loss of the epoch. */
        loss: finite(-1e30, 1e30),
        /** Share of the evaluation set that was classified correctly. */
        accuracy: finite(0, 1),
      }),
    )
    .min(1)
    .max(1000),
});
export type Convergence = z.infer<typeof convergenceSchema>;

/** What used the processors and the GPU while a repetition was measured; null = could not be read. */
export const loadSchema = z.strictObject({
  /** Time that the numbers below cover: the timed loop, or the whole repetition if the loop was short. */
  wallNs: count(1, DAY_NS),
  /** Processors that the worker may use; the CPU time of others is not counted. */
  processors: count(1, 4096),
  /** CPU time of the worker and of the processes that it started. */
  workerCpuNs: count(0).nullable(),
  /** CPU time of everything else, without the runner and its power meters. */
  foreignCpuNs: count(0).nullable(),
  /** How busy others kept the GPU, 0 to 1; null on a CPU, too. */
  foreignGpuShare: finite(0, 1).nullable(),
});
export type Load = z.infer<typeof loadSchema>;

/** One fresh worker process that measured the cell. */
export const repetitionSchema = z.strictObject({
  /** Position of the repetition in the run, from 0. */
  runIndex: count(0, 999),
  /** Nanoseconds from the start of building the model to the end of the first iteration, including compilation. */
  coldStartNs: count(0, DAY_NS),
  /**
   * Nanoseconds from the start of the worker process until it begins to build: loading the engine and opening the device.
   * Together with the cold start the time to the first step. Null in a browser, and in files of runners without this field.
   */
  startUpNs: count(0, DAY_NS).nullable(),
  /** Iterations after the cold start that were discarded. */
  warmUpSteps: count(0),
  /**
   * Nanoseconds of the warm-up with what happens between its iterations, by the clock of the worker. Omitted by runners that did
   * not record it.
   */
  warmUpNs: count(0, DAY_NS).optional(),
  /** Whether the warm-up had settled: the median of its second half within 5 % of that of the first half. */
  steady: z.boolean(),
  /** Duration of every timed sample in nanoseconds, in order; the device had finished before each clock reading. */
  samplesNs: z.array(count(1, DAY_NS)).min(1).max(MAX_SAMPLES),
  /** Number of timed samples left out of `samplesNs` to keep the file small. */
  samplesThinned: count(0),
  /**
   * Nanoseconds from the start of the timed loop to the end of its last sample, by the clock of the worker: all samples, those
   * left out, too, and what happens between them. Omitted by runners that did not record it.
   */
  elapsedNs: count(1, DAY_NS).optional(),
  /**
   * Items that one sample covers: the training samples of its steps (for `converge`, of one epoch), the samples of its
   * forward passes, the operations of an `op`, or the tokens of a prompt or a generation. Several short steps may be
   * timed as one sample; then this is a multiple of the batch.
   */
  itemsPerSample: count(1),
  /**
   * Nanoseconds of the pass before the loop that decided how many passes one sample covers: as many as take 50 ms at that
   * speed, or fewer where a queue is limited. Null if every sample is one pass, as in the naive recipe. Omitted by runners
   * that did not record it.
   */
  passNs: count(1, DAY_NS).nullable().optional(),
  /**
   * Milliseconds from the start of building after which no further sample starts, by the time that the run had left. Omitted
   * if there was no limit, and by runners that did not record it.
   */
  limitMs: count(1, 604_800_000).optional(),
  /** Record of the training; null unless the mode is `converge`. */
  convergence: convergenceSchema.nullable(),
  /** Null if it was not recorded, as in files of older runners. */
  load: loadSchema.nullable(),
});
export type Repetition = z.infer<typeof repetitionSchema>;

/** Settings as observed in the worker (not as requested), for example {"simd": true, "threads": 2}. */
export const observedSchema = z.record(
  z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9.]{0,39}$/, 'is not a setting name of up to 40 letters, digits and dots'),
  z.union([z.boolean(), finite(-1e15, 1e15), text(200)]),
);
export type Observed = z.infer<typeof observedSchema>;

/** What a check can compare; `runner/worker/check/rules.md` says how. */
export const comparisonSchema = z.strictObject({
  of: z.enum([
    'outputs',
    'outputs of altered inputs',
    'outputs after the loop',
    'first loss',
    'losses',
    'gradients',
    'gradient directions',
    'first updates',
    'second updates',
    'running averages',
    'loss with dropout',
    'gradients with dropout',
    'gradient shares with dropout',
    'masks of dropout',
    'zeros of dropout',
    'scale of dropout',
    'masks of gradients',
    'scale of gradients',
    'draws of dropout',
    'step in parts',
    'equal samples',
    'steps counted',
    'last loss',
    'movement',
    'first loss after the loop',
    'gradients after the loop',
    'gradient directions after the loop',
    'first updates after the loop',
    'running averages after the loop',
    'work after the wait',
    'work on new inputs',
  ]),
  error: finite(0, 1e30),
  /** Largest error that passes. */
  tolerance: finite(0, 1),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Fields of every check that compares; files of older runners lack them. */
const proof = {
  /** Every comparison of the first repetition, before and after the timed loop; empty in older files. */
  comparisons: z.array(comparisonSchema).max(100),
  /**
   * Whether the reference was compared with the very function that was timed, at its batch and length; false where its
   * batch cannot hold whole copies of the reference's samples, null in older files.
   */
  measured: z.boolean().nullable(),
};

/** The proof that the right thing was computed. */
export const checkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('output'),
    /** Rows of the output that were recomputed in float64. */
    rows: count(1),
    /** Largest |output - reference| divided by the largest |reference| of the row. */
    maxRelativeError: finite(0, 1e30),
    tolerance: finite(0, 1),
    passed: z.boolean(),
    ...proof,
  }),
  z.strictObject({
    kind: z.literal('loss-trajectory'),
    /** Loss before each of the first optimizer steps, from the bit-exact weights and batch. */
    losses: z.array(finite(-1e30, 1e30)).min(1).max(100),
    /**
     * The error of the comparison that is closest to its bound, or furthest above it; null if this workload has no
     * reference yet.
     */
    maxRelativeError: finite(0, 1e30).nullable(),
    /** Bound on that error; null as above. Without a reference, `passed` means that the losses are finite and decrease. */
    tolerance: finite(0, 1).nullable(),
    passed: z.boolean(),
    ...proof,
  }),
  z.strictObject({
    kind: z.literal('next-token'),
    /**
     * What the probabilities of the next token were compared with: those of the same weights in float64 (`reference`), or
     * those of the engine itself when it processes the prompt token by token instead of at once (`itself`).
     */
    against: z.enum(['reference', 'itself']),
    /** Positions that were compared: of the prompt, and the last one of a trace that is read after the loop. */
    positions: count(1),
    /** Largest |p - expected| divided by the largest expected probability of its position. */
    maxRelativeError: finite(0, 1e30),
    tolerance: finite(0, 1),
    passed: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('none'),
    /** Why nothing could be compared, for example because the program times itself and returns no output. */
    why: text(300),
    maxRelativeError: z.null(),
    passed: z.null(),
  }),
]);
export type Check = z.infer<typeof checkSchema>;

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
