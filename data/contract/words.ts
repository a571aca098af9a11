/** @file The basic types of the contract: versions, limits and every closed list that runner, ingest and site share. */
import * as z from 'zod';
import { latinName, visibleText, wrongInName, wrongInText } from './characters.ts';

/**
 * Version of the file format. Raised with each change that the old schema would refuse or misread; `migrations/` brings files
 * of all earlier versions to it.
 */
export const SCHEMA_VERSION = 2;

/** Version of what is measured and how. Only results of the same suite may be ranked against each other. */
export const SUITE_VERSION = 1;

/** Maximum size of a submission in bytes; a full run of every workload is far smaller. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** Every workload, in the order of rows and pages. Run `npm run generate` after a change. */
export const workloadIdSchema = z.enum([
  'matmul',
  'copy',
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
 * `train` = forward, backward and optimizer step; `infer` = forward only; `op` = one operation alone; `converge` =
 * training to a target accuracy on real data, including evaluation; `prompt` = a language model processes a prompt
 * (pp512 of llama-bench); `generate` = it generates token after token (tg128).
 */
export const modeSchema = z.enum(['train', 'infer', 'op', 'converge', 'prompt', 'generate']);
export type Mode = z.infer<typeof modeSchema>;

/** The software that computes, in the order of the site. Run `npm run generate` after a change. */
export const engineIdSchema = z.enum([
  'webgpu',
  'wasm',
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

/**
 * The programming interface of the device: `rocm` for AMD's HIP, `xpu` for Intel's oneAPI (SYCL), `none` for a CPU, `unknown`
 * in a browser that hides it.
 */
export const apiSchema = z.enum([
  'none',
  'cuda',
  'rocm',
  'xpu',
  'metal',
  'vulkan',
  'd3d12',
  'opengl',
  'unknown',
]);
export type Api = z.infer<typeof apiSchema>;

/** What measured: `cli` = the command line; `browser` = the quick test. */
export const originSchema = z.enum(['cli', 'browser']);
export type Origin = z.infer<typeof originSchema>;

/** Operating systems as Node names them; `android`, `ios` and `unknown` in browsers only. */
export const platformSchema = z.enum(['linux', 'darwin', 'win32', 'android', 'ios', 'unknown']);
export type Platform = z.infer<typeof platformSchema>;

/** `naive` = as a tutorial of the engine does it; `optimized` = as fast as the engine can be made. */
export const recipeSchema = z.enum(['naive', 'optimized']);
export type Recipe = z.infer<typeof recipeSchema>;

/**
 * The number format of the arithmetic. `tf32` = TensorFloat-32: stored in float32, but products, convolutions or both read
 * only the first 11 significant bits of their operands (10 stored, 1 implicit) and sum in float32; NVIDIA GPUs have it from
 * Ampere on (NVIDIA A100 Tensor Core GPU Architecture, V1.0, 2020, "TensorFloat-32"). For nets, `float16` and `bfloat16`
 * mean mixed precision: weights and optimizer in float32, products and convolutions in half precision, the rest by the
 * rules of each framework. `quantized` = weights in blocks with few bits each, in the format given by the language model's
 * `quantization`.
 */
export const dtypeSchema = z.enum(['float32', 'tf32', 'float16', 'bfloat16', 'quantized']);
export type DType = z.infer<typeof dtypeSchema>;
/** The number formats of nets and products. */
export type FloatDType = Exclude<DType, 'quantized'>;

export const presetSchema = z.enum(['smoke', 'quick', 'standard', 'full']);
export type Preset = z.infer<typeof presetSchema>;

/** What the value of a row counts. */
export const metricSchema = z.enum([
  'secondsPerEpoch',
  'tflops',
  'gigabytesPerSecond',
  'latencyMs',
  'samplesPerSecond',
  'peakSamplesPerSecond',
  'secondsToTarget',
  'tokensPerSecond',
]);
export type Metric = z.infer<typeof metricSchema>;

/** How far a row can be trusted. A published value can never become `reproduced` by itself. */
export const trustSchema = z.enum(['published', 'self-reported', 'consistent', 'reproduced', 'disputed']);
export type Trust = z.infer<typeof trustSchema>;

const line = (maxLength: number) =>
  z
    .string()
    .min(1, 'is empty; write a text')
    .max(maxLength, `is longer than ${maxLength} characters; shorten it`);

/**
 * One line of visible text in any language. Invisible and reordering characters are refused, and every blank but the space,
 * because they can hide or change what a reader sees.
 */
export const text = (maxLength: number) =>
  line(maxLength).regex(visibleText, { error: ({ input }) => wrongInText(String(input)) });

/** The name of a device, its maker or its driver: visible Latin text, so that no name only looks like another one. */
export const name = (maxLength: number) =>
  line(maxLength).regex(latinName, { error: ({ input }) => wrongInName(String(input)) });

/** A count or size that must fit a JSON number exactly. Its own bounds come first, so that they are told. */
export const count = (min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  z.number().min(min).max(max).int();

/** A finite number within bounds; every number of a submission has bounds. */
export const finite = (min: number, max: number) => z.number().min(min).max(max);

/** Lower-case words joined by hyphens (dots are allowed in numbers), for ids, file names and URLs. */
export const slug = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(
      /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
      'is not a slug; use lower-case letters, digits and single hyphens',
    );

/** A date, YYYY-MM-DD. */
export const daySchema = z.iso.date();

/** A time in UTC, for example 2026-11-22T12:00:00.000Z. */
export const instantSchema = z.iso.datetime({ offset: false });
