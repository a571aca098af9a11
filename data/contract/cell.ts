/** @file A cell: one unit of work, with everything that is chosen before it is measured. */
import * as z from 'zod';
import {
  apiSchema,
  count,
  deviceKindSchema,
  dtypeSchema,
  engineIdSchema,
  modeSchema,
  name,
  recipeSchema,
  text,
  workloadIdSchema,
} from './words.ts';

export const deviceSchema = z.strictObject({
  kind: deviceKindSchema,
  /** Programming interface of the device; `none` for a CPU. */
  api: apiSchema,
  /** Raw name as the driver or the operating system reports it, for example "NVIDIA GeForce RTX 4070 SUPER". */
  name: name(200),
  /** True for a GPU that the CPU emulates (SwiftShader, llvmpipe, WARP). Never ranked as a GPU. */
  software: z.boolean(),
  /**
   * Number of the GPU among those of its machine, from 0, in the order in which the runner lists them. It tells equal GPUs
   * apart. Omitted for a CPU, on a machine with one GPU, and by runners that did not record it.
   */
  index: count(0, 255).optional(),
});
export type Device = z.infer<typeof deviceSchema>;

/** The language model and where its layers are; `llm` only. */
export const languageModelSchema = z.strictObject({
  /** Architecture and size, as the file's metadata give them. */
  name: text(100),
  /** Format of most weights in the makers' spelling: "Q4_0", "Q8_0", "Q4_K_M". */
  quantization: text(20),
  parameters: count(1),
  /** Parameters used for each token in a mixture of experts; null if all are used. */
  activeParameters: count(1).nullable(),
  /** Size of the file. */
  bytes: count(1),
  /** SHA-256 of the file in lower-case hexadecimal; equal files are equal work. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal; write 64 digits'),
  /** True for the model that the runner generates with random weights, which is useful for speed only. */
  generated: z.boolean(),
  /** Layers that the GPU computes; null = all of them. 0 on a CPU. */
  gpuLayers: count(0, 10_000).nullable(),
});
export type LanguageModel = z.infer<typeof languageModelSchema>;

export const cellSchema = z.strictObject({
  workload: workloadIdSchema,
  mode: modeSchema,
  engine: engineIdSchema,
  device: deviceSchema,
  recipe: recipeSchema,
  dtype: dtypeSchema,
  /** Samples per step; null if the workload has no batch (`matmul`, `copy`). */
  batchSize: count(1, 1_048_576).nullable(),
  /** Rows and columns of each square matrix; null except for `matmul` and `copy`. */
  size: count(1, 65_536).nullable(),
  /** Tokens per sequence, prompt or generation; null for workloads without sequences. */
  sequenceLength: count(1, 1_048_576).nullable(),
  /** Null except for `llm`. */
  languageModel: languageModelSchema.nullable(),
});
export type Cell = z.infer<typeof cellSchema>;

/** The kind of a device, with its number if the machine has several GPUs: "gpu1". */
export const deviceId = ({ kind, index }: Pick<Device, 'kind' | 'index'>): string => `${kind}${index ?? ''}`;

/** A readable id of a cell, unique within one machine: "vgg16-cifar100/train/tfjs-wasm/cpu/optimized/float32/b256". */
export function cellId(cell: Cell): string {
  return [
    cell.workload,
    cell.mode,
    cell.engine,
    deviceId(cell.device),
    cell.recipe,
    cell.dtype,
    ...(cell.batchSize === null ? [] : [`b${cell.batchSize}`]),
    ...(cell.size === null ? [] : [`n${cell.size}`]),
    ...(cell.sequenceLength === null ? [] : [`l${cell.sequenceLength}`]),
    ...(cell.languageModel === null ? [] : languageModelWords(cell.languageModel)),
  ].join('/');
}

/** The parts of an id that distinguish two models, or one model with different numbers of layers on the GPU. */
function languageModelWords({ quantization, sha256, gpuLayers }: LanguageModel): string[] {
  return [quantization, sha256.slice(0, 8), `ngl${gpuLayers ?? 'max'}`];
}
