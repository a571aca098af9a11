/** @file A cell: one unit of work, everything that is chosen before it is measured. */
import * as z from 'zod';
import {
  apiSchema,
  count,
  deviceKindSchema,
  dtypeSchema,
  engineIdSchema,
  modeSchema,
  recipeSchema,
  text,
  workloadIdSchema,
} from './words.ts';

export const deviceSchema = z.strictObject({
  kind: deviceKindSchema,
  /** Interface that drives the device; `none` for a CPU. */
  api: apiSchema,
  /** Raw name as the driver or the operating system reports it, for example "NVIDIA GeForce RTX 4070 SUPER". */
  name: text(200),
  /** True for a GPU that is emulated on the CPU (SwiftShader, llvmpipe, WARP). Never ranked as a GPU. */
  software: z.boolean(),
});
export type Device = z.infer<typeof deviceSchema>;

export const cellSchema = z.strictObject({
  workload: workloadIdSchema,
  mode: modeSchema,
  engine: engineIdSchema,
  device: deviceSchema,
  recipe: recipeSchema,
  dtype: dtypeSchema,
  /** Samples per step; null where the workload has no batch (`matmul`). */
  batchSize: count(1, 1_048_576).nullable(),
  /** Rows and columns of each square matrix; `matmul` only, else null. */
  size: count(1, 65_536).nullable(),
  /** Tokens per sequence; only workloads over sequences, else null. */
  sequenceLength: count(1, 1_048_576).nullable(),
});
export type Cell = z.infer<typeof cellSchema>;

/** A readable id of a cell, unique within one machine: "vgg16-cifar100/train/tfjs-wasm/cpu/optimized/float32/b256". */
export function cellId(cell: Cell): string {
  return [
    cell.workload,
    cell.mode,
    cell.engine,
    cell.device.kind,
    cell.recipe,
    cell.dtype,
    ...(cell.batchSize === null ? [] : [`b${cell.batchSize}`]),
    ...(cell.size === null ? [] : [`n${cell.size}`]),
    ...(cell.sequenceLength === null ? [] : [`l${cell.sequenceLength}`]),
  ].join('/');
}
