/** @file What the runner does by its own rules, so that a submission cannot choose them: bounds of its checks, and its presets. */
import * as z from 'zod';
import { count, dtypeSchema, finite, modeSchema, presetSchema, workloadIdSchema } from './words.ts';

/** Largest errors that pass, by what is compared. */
const boundsSchema = z.strictObject({
  firstLoss: finite(0, 1),
  /** Also of the losses of the further checked steps. */
  losses: finite(0, 1),
  gradients: finite(0, 1),
  /** Absent where directions are not compared. */
  directions: finite(0, 1).optional(),
  firstUpdates: finite(0, 1),
  secondUpdates: finite(0, 1),
  outputs: finite(0, 1),
});
export type Bounds = z.infer<typeof boundsSchema>;

/** What the check of a workload with a net compares with, from `runner/models/references`. */
export const referenceRulesSchema = z.strictObject({
  id: workloadIdSchema,
  /** Samples of the checked batch. A larger batch that is a multiple of it holds copies of them. */
  batch: count(1),
  /** Tokens of each sequence; null where samples are not sequences. */
  sequenceLength: count(1).nullable(),
  /** Losses before each of the first optimizer steps; empty where nothing is trained. */
  losses: z.array(finite(0, 1e6)),
  /** Whether a step with dropout is compared, too. */
  dropout: z.boolean(),
  bounds: z.partialRecord(dtypeSchema, boundsSchema),
  /** Values of each head for the operation alone; null where there is none. */
  headWidth: count(1).nullable(),
});
export type ReferenceRules = z.infer<typeof referenceRulesSchema>;

/** Bounds that do not depend on the workload. */
export const commonBoundsSchema = z.strictObject({
  dropout: finite(0, 1),
  equalSamples: finite(0, 1),
  movement: finite(0, 1),
  /** Largest error of a next-token probability, relative to the largest of its position. */
  nextToken: finite(0, 1),
});

/** How long a repetition is measured: until both minima are reached, or the maximum. */
export const durationSchema = z.strictObject({
  minSamples: count(1),
  minMeasureMs: finite(0, 1e9),
  maxMeasureMs: finite(0, 1e9),
});
export type Duration = z.infer<typeof durationSchema>;

/** The purpose of a cell decides how long it is measured. */
export const purposeSchema = z.enum([
  'train',
  'latency',
  'throughput',
  'batch-sweep',
  'length-sweep',
  'op',
  'converge',
  'tokens',
]);
export type Purpose = z.infer<typeof purposeSchema>;

/** How long a repetition warms up: until both minima are reached and its speed is steady. */
export const warmUpSchema = z.strictObject({ minSteps: count(0), minMs: finite(0, 1e9) });
export type WarmUp = z.infer<typeof warmUpSchema>;

/** When a warm-up ends that does not become steady. */
const warmUpEndSchema = z.strictObject({
  /** Multiple of its `minMs`, if its steps are enough. */
  longest: finite(1, 100),
  /** Share of the time that a repetition with a limit has left when it begins to warm up. */
  ofLimit: finite(0, 1),
});

export const presetRulesSchema = z.strictObject({
  /** Worker processes for each cell. */
  repetitions: z.record(modeSchema, count(1, 100)),
  durations: z.record(purposeSchema, durationSchema),
  warmUps: z.record(purposeSchema, warmUpSchema),
});
export type PresetRules = z.infer<typeof presetRulesSchema>;

export const rulesSchema = z.strictObject({
  references: z.array(referenceRulesSchema),
  /** SHA-256 of each language model that the runner generates, whose probabilities are known. */
  languageModels: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  bounds: commonBoundsSchema,
  warmUpEnd: warmUpEndSchema,
  presets: z.record(presetSchema, presetRulesSchema),
});
export type Rules = z.infer<typeof rulesSchema>;
