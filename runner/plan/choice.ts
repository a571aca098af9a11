/** @file What a person asks for: which cells, on what, with which sizes. */
import type { DType, EngineId, Mode, Preset, Recipe, WorkloadId } from '../../data/contract/words.ts';

export type DeviceChoice = 'cpu' | 'gpu' | 'all';

/** What is to be measured; null leaves a choice to the preset. */
export interface Choice {
  preset: Preset;
  workloads: WorkloadId[] | null;
  engines: EngineId[] | null;
  device: DeviceChoice | null;
  recipes: Recipe[] | null;
  modes: Mode[] | null;
  /** Trains to a target too, beside the modes. */
  converge: boolean;
  dtype: DType | null;
  batch: number | null;
  size: number | null;
  sequenceLength: number | null;
  /** File of the language model, as it was typed; null takes those that the runner makes. */
  model: string | null;
  /** Layers of a language model on the GPU; 0 = the CPU alone, null = both the CPU alone and all layers on the GPU. */
  gpuLayers: number | 'max' | null;
  /** Exactly so many timed samples. */
  repeat: number | null;
}
