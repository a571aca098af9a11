/** @file A choice for tests: the quick preset, nothing named. */
import type { Choice } from '../plan/choice.ts';

export const sampleChoice = (changes: Partial<Choice> = {}): Choice => ({
  preset: 'quick',
  workloads: null,
  engines: null,
  device: null,
  recipes: null,
  modes: null,
  converge: false,
  dtype: null,
  batch: null,
  size: null,
  sequenceLength: null,
  model: null,
  gpuLayers: null,
  repeat: null,
  timeBudgetMs: null,
  ...changes,
});
