/** @file The JSON lines between supervisor and worker: one request on the worker's stdin, messages on its stdout. */
import * as z from 'zod';
import { cellSchema, deviceSchema } from '../../data/contract/cell.ts';
import { extrapolatedSchema, observedSchema, peakMemorySchema } from '../../data/contract/outcome.ts';
import { checkSchema } from '../../data/contract/proof.ts';
import { repetitionSchema } from '../../data/contract/repetition.ts';
import { count, finite, text } from '../../data/contract/words.ts';

/** Increased when an old worker and a new supervisor, or the reverse, would misread each other's messages. */
export const PROTOCOL_VERSION = 4;

/** How long and how often a repetition measures, set by the preset. A maximum takes precedence over a minimum. */
export const timingSchema = z.strictObject({
  /** Minimum number of discarded iterations, in addition to the cold start. */
  minWarmUpSteps: count(0, 10_000),
  /** Minimum warm-up time; extended up to three times while the speed is not steady. */
  minWarmUpMs: count(0, 3_600_000),
  /** Minimum number of timed samples. */
  minSamples: count(1, 100_000),
  /** Minimum time over which samples are taken. */
  minMeasureMs: count(0, 86_400_000),
  /** No new sample starts after this time, once there is one. */
  maxMeasureMs: count(1, 86_400_000),
  /** Exact number of samples from `--repeat`, which replaces the three fields above; else null. */
  exactSamples: count(1, 100_000).nullable(),
});
export type Timing = z.infer<typeof timingSchema>;

export const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('probe'), protocol: z.literal(PROTOCOL_VERSION) }),
  z.strictObject({
    type: z.literal('run'),
    protocol: z.literal(PROTOCOL_VERSION),
    cell: cellSchema,
    timing: timingSchema,
    runIndex: count(0, 999),
    /** Seed for the weights and the inputs. */
    seed: count(0, 0xffff_ffff),
    /** How to train to a target; null if the mode is not `converge`. */
    convergence: z
      .strictObject({
        /** Accuracy to reach, 0 to 1. */
        target: finite(0, 1),
        /** Training that has not reached the target after this many epochs has failed. */
        maxEpochs: count(1, 1000),
        /** Absolute path of the folder with the data set's files; null trains on generated samples. */
        dataFolder: z.string().max(4096).nullable(),
      })
      .nullable(),
    /** Absolute path of the language model's file; null if the cell has none. */
    modelFile: z.string().max(4096).nullable(),
    /** Milliseconds from the start of building after which no new sample starts, once there is one; omitted = no limit. */
    budgetMs: count(1, 604_800_000).optional(),
  }),
]);
export type Request = z.infer<typeof requestSchema>;
export type RunRequest = Extract<Request, { type: 'run' }>;

/** A device as an engine reports it, with what identifies its board; no submission contains that. */
const probedDeviceSchema = deviceSchema.extend({
  /** UUID of a GPU, as its driver prints it. */
  uuid: text(100).optional(),
  /** PCI address of a GPU, with or without domain. */
  address: text(40).optional(),
});
export type ProbedDevice = z.infer<typeof probedDeviceSchema>;

/** Whether an engine works on this machine: its version and devices, or the reason why not and how to fix it. */
export const probeSchema = z.discriminatedUnion('available', [
  z.strictObject({
    available: z.literal(true),
    version: text(100),
    /**
     * Devices that this engine can use on this machine, the preferred one of each kind first, and the GPUs of one API in
     * its order. Equal GPUs are listed one by one.
     */
    devices: z.array(probedDeviceSchema).min(1).max(16),
    /** Names of those GPUs that have TensorFloat-32; omitted if none has. */
    tensorFloat: z.array(text(200)).max(16).optional(),
    /** Settings observed while probing, for example whether threads are enabled. */
    observed: observedSchema,
  }),
  z.strictObject({ available: z.literal(false), reason: text(500), remedy: text(500) }),
]);
export type Probe = z.infer<typeof probeSchema>;

const phaseSchema = z.enum(['load', 'check', 'warm-up', 'measure']);
export type Phase = z.infer<typeof phaseSchema>;

export const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('probed'), probe: probeSchema }),
  z.strictObject({
    type: z.literal('progress'),
    phase: phaseSchema,
    /** Completed share of the phase, 0 to 1. */
    fraction: finite(0, 1),
    /** Estimated milliseconds to the end of the repetition; null while unknown. */
    remainingMs: finite(0, 1e12).nullable(),
  }),
  z.strictObject({
    type: z.literal('result'),
    engineVersion: text(100),
    observed: observedSchema,
    /** The supervisor adds the start-up and the load; only training to a target has a record. */
    repetition: repetitionSchema.extend({
      startUpNs: repetitionSchema.shape.startUpNs.default(null),
      convergence: repetitionSchema.shape.convergence.default(null),
      load: repetitionSchema.shape.load.default(null),
    }),
    check: checkSchema,
    /** Device memory as counted by the engine; if null, the supervisor uses the peak memory of the process. */
    peakMemory: peakMemorySchema.nullable(),
    extrapolated: extrapolatedSchema.nullable(),
  }),
  z.strictObject({
    type: z.literal('error'),
    status: z.enum(['unsupported', 'out-of-memory', 'failed']),
    reason: text(1000),
  }),
]);
export type Message = z.infer<typeof messageSchema>;
export type ResultMessage = Extract<Message, { type: 'result' }>;
