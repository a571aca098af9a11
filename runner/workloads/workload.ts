/** @file What a workload declares: what the plan and the workers need to compute it. Its title and text stand in the catalogue. */
import type { DType, Mode, Preset, Recipe, WorkloadId } from '../../data/contract/words.ts';
import type { Model, Net } from '../models/layers.ts';

interface Base {
  id: WorkloadId;
  modes: readonly Mode[];
  recipes: readonly Recipe[];
  dtypes: readonly DType[];
  /** The shortest preset that measures it without being asked; longer presets measure it too. */
  firstPreset: Preset;
  /**
   * Workloads are planned by ascending priority, those of equal priority in the order of the contract: when a preset's
   * time is used up, the rest is skipped.
   */
  priority: number;
}

/** Tokens of every batch of a sweep over sequence lengths, so that only the length changes. */
export const SWEEP_TOKENS = 8192;

/** A net that is trained and used. */
export interface ModelWorkload extends Base {
  kind: 'model';
  model: Model;
  /** Lengths of a sweep, shortest first, `SWEEP_TOKENS` a batch; empty where samples are no sequences. */
  sweepLengths: readonly number[];
}

/** The product of square matrices; its size is chosen by the preset or the person. */
export interface MatMulWorkload extends Base {
  kind: 'matmul';
}

/**
 * Attention: `infer` runs one layer with its projections at a constant batch, `op` scaled dot-product attention alone at
 * a constant number of tokens.
 */
export interface AttentionWorkload extends Base {
  kind: 'attention';
  layer: Net;
  /** Lengths of the layer, at batch `REFERENCE_BATCH`. */
  layerLengths: readonly number[];
  /** Heads of the operation alone; together they have the units of the layer. */
  heads: number;
  /** Lengths of the operation alone, `SWEEP_TOKENS` a batch. */
  sweepLengths: readonly number[];
}

/** A language model from a file, with quantised weights as a rule. */
export interface LanguageModelWorkload extends Base {
  kind: 'llm';
  /** Tokens of one sample where no other number is asked for. */
  tokens: { prompt: number; generate: number };
}

export type Workload = ModelWorkload | MatMulWorkload | AttentionWorkload | LanguageModelWorkload;
