/** @file The words of the contract: every closed list that the runner, the ingest and the site share. */
import * as z from 'zod';

/** Shape of the files. Raised when a reader of the old shape would misread the new one. */
export const SCHEMA_VERSION = 1;

/** What is measured and how. Only results of equal suites may be ranked against each other. */
export const SUITE_VERSION = 1;

/** The largest submission that is read, in bytes: a full run of every workload stays far below. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** What is computed, in the order of rows and pages. Run `npm run generate` after a change. */
export const workloadIdSchema = z.enum([
  'matmul',
  'mnist-cnn',
  'fashion-cnn',
  'vgg16-cifar100',
  'image-cnn',
  'resnet18',
  'transformer-encoder',
  'attention',
  'deit-small',
  'llm',
]);
export type WorkloadId = z.infer<typeof workloadIdSchema>;

/**
 * `train` = forward, backward and optimiser step; `infer` = forward only; `op` = one operation alone; `converge` =
 * whole training to a target accuracy on real data, evaluation included; `prompt` = a language model reads a prompt
 * (pp512 of llama-bench); `generate` = it writes token after token (tg128).
 */
export const modeSchema = z.enum(['train', 'infer', 'op', 'converge', 'prompt', 'generate']);
export type Mode = z.infer<typeof modeSchema>;

/** The software that computes, in the order of the site. Run `npm run generate` after a change. */
export const engineIdSchema = z.enum([
  'webgpu',
  'tfjs-wasm',
  'tfjs-webgpu',
  'tfjs-node',
  'pytorch',
  'tensorflow',
  'mlx',
  'jax',
  'llama.cpp',
  'mlx-lm',
]);
export type EngineId = z.infer<typeof engineIdSchema>;

export const deviceKindSchema = z.enum(['cpu', 'gpu']);
export type DeviceKind = z.infer<typeof deviceKindSchema>;

/** The programming interface through which the device is driven; `none` for a CPU, `unknown` in a browser that hides it. */
export const apiSchema = z.enum(['none', 'cuda', 'metal', 'vulkan', 'd3d12', 'opengl', 'unknown']);
export type Api = z.infer<typeof apiSchema>;

/** `naive` = what a tutorial of the engine does; `optimized` = as fast as we can make the engine. */
export const recipeSchema = z.enum(['naive', 'optimized']);
export type Recipe = z.infer<typeof recipeSchema>;

/**
 * What the arithmetic is done in. For nets `float16` and `bfloat16` mean mixed precision: weights and optimiser in
 * float32, products and convolutions in half, each framework's own rules for the rest. `quantized` = weights in blocks
 * of few bits, as the language model's `quantization` says.
 */
export const dtypeSchema = z.enum(['float32', 'float16', 'bfloat16', 'quantized']);
export type DType = z.infer<typeof dtypeSchema>;
/** What nets and products are computed in. */
export type FloatDType = Exclude<DType, 'quantized'>;

export const presetSchema = z.enum(['smoke', 'quick', 'standard', 'full']);
export type Preset = z.infer<typeof presetSchema>;

/** What a leaderboard value counts. */
export const metricSchema = z.enum([
  'secondsPerEpoch',
  'tflops',
  'latencyMs',
  'samplesPerSecond',
  'peakSamplesPerSecond',
  'secondsToTarget',
  'tokensPerSecond',
]);
export type Metric = z.infer<typeof metricSchema>;

/** How far a row is to be trusted; a published value can never become `reproduced` by itself. */
export const trustSchema = z.enum(['published', 'self-reported', 'consistent', 'reproduced', 'disputed']);
export type Trust = z.infer<typeof trustSchema>;

/**
 * One line of printable text. Control, format, surrogate and private-use characters are refused: they hide or reorder
 * what a reader sees (bidirectional overrides, zero-width characters).
 */
export const text = (maxLength: number) =>
  z
    .string()
    .min(1, 'is empty; leave the field out or write null where null is allowed')
    .max(maxLength, `is longer than ${maxLength} characters; shorten it`)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'holds control or invisible characters; remove them');

/** A count or size that must fit a JSON number exactly. */
export const count = (min: number, max: number = Number.MAX_SAFE_INTEGER) => z.int().min(min).max(max);

/** A finite number within bounds: every number of a submission has some. */
export const finite = (min: number, max: number) => z.number().min(min).max(max);

/** Lower-case words joined by hyphens (dots allowed in numbers): ids, file names and URLs are slugs. */
export const slug = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(
      /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
      'is not a slug; use lower-case letters, digits and single hyphens',
    );

/** A day, YYYY-MM-DD. */
export const daySchema = z.iso.date();

/** An instant in UTC, for example 2026-11-22T12:00:00.000Z. */
export const instantSchema = z.iso.datetime({ offset: false });
