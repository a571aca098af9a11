/** @file The declaration of a workload, as needed by the plan and the workers. Its title and texts are in the catalogue. */
import type { DType, Mode, Preset, Recipe, WorkloadId } from '../../data/contract/words.ts';
import type { Model, Net } from '../models/layers.ts';

interface Base {
  id: WorkloadId;
  modes: readonly Mode[];
  recipes: readonly Recipe[];
  dtypes: readonly DType[];
  /** The shortest preset that includes it; longer presets include it too. */
  firstPreset: Preset;
  /**
   * Workloads are planned by ascending priority, and in the order of the contract if equal. When the time budget of a
   * preset is used up, the rest is skipped.
   */
  priority: number;
}

/** Tokens per batch in a length sweep, constant so that only the length changes. */
export const SWEEP_TOKENS = 8192;

/** A net that is trained and used for inference. */
export interface ModelWorkload extends Base {
  kind: 'model';
  model: Model;
  /** Lengths of a length sweep with `SWEEP_TOKENS` per batch, shortest first; empty if samples are not sequences. */
  sweepLengths: readonly number[];
}

/** The product of square matrices. The size is chosen by the preset or by --size. */
export interface MatMulWorkload extends Base {
  kind: 'matmul';
}

/** A square matrix copied to another one. The size is chosen by the preset or by --size. */
export interface CopyWorkload extends Base {
  kind: 'copy';
}

/**
 * Attention. `infer` runs one layer with its projections at a constant batch size; `op` runs scaled dot-product attention
 * alone at a constant number of tokens.
 */
export interface AttentionWorkload extends Base {
  kind: 'attention';
  layer: Net;
  /** Lengths of the layer, at batch size `REFERENCE_BATCH`. */
  layerLengths: readonly number[];
  /** Heads of the operation alone. Their widths add up to the units of the layer. */
  heads: number;
  /** Lengths of the operation alone, with `SWEEP_TOKENS` per batch. */
  sweepLengths: readonly number[];
}

/** A language model from a file, usually with quantized weights. */
export interface LanguageModelWorkload extends Base {
  kind: 'llm';
  /** Default number of tokens per sample. */
  tokens: { prompt: number; generate: number };
}

export type Workload =
  | ModelWorkload
  | MatMulWorkload
  | CopyWorkload
  | AttentionWorkload
  | LanguageModelWorkload;
