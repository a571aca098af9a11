/** @file The cells that the user selects on the command line. */
import type { DType, EngineId, Mode, Preset, Recipe, WorkloadId } from '../../data/contract/words.ts';

/** What to measure; null leaves the choice to the preset. */
export interface Choice {
  preset: Preset;
  workloads: WorkloadId[] | null;
  engines: EngineId[] | null;
  /** The words of --device as given: cpu, gpu, all, and numbers or parts of names. */
  device: string | null;
  recipes: Recipe[] | null;
  modes: Mode[] | null;
  /** Also trains to a target accuracy, in addition to `modes`. */
  converge: boolean;
  dtype: DType | null;
  batch: number | null;
  size: number | null;
  sequenceLength: number | null;
  /** Path of the language model as given; null uses the ones that the runner generates. */
  model: string | null;
  /** Layers of a language model on the GPU; 0 = CPU only, null = one run on the CPU and one with all layers on the GPU. */
  gpuLayers: number | 'max' | null;
  /** Exact number of timed samples. */
  repeat: number | null;
  /** Milliseconds for the whole run, from --time-budget; null leaves them to the preset. */
  timeBudgetMs: number | null;
}
