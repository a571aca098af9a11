/** @file A repetition of a cell: its samples, how it started and ended, and what else the machine did meanwhile. */
import * as z from 'zod';
import { count, finite } from './words.ts';

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
