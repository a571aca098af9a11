/** @file The parts that all trained nets have in common as workloads. */
import { datasets } from '../datasets/catalogue.ts';
import type { Model } from '../models/layers.ts';
import type { ModelWorkload } from './workload.ts';

type Options = Pick<ModelWorkload, 'priority'> & Partial<Pick<ModelWorkload, 'firstPreset' | 'sweepLengths'>>;

/**
 * Declares a model as a workload. It has the mode `converge` if the official files of its data set can be downloaded;
 * without real data, a target accuracy would be meaningless.
 */
export function modelWorkload(
  model: Model,
  { priority, firstPreset = 'quick', sweepLengths = [] }: Options,
): ModelWorkload {
  const isOfficial = model.dataset.name in datasets;
  return {
    kind: 'model',
    id: model.id,
    modes: isOfficial ? ['train', 'infer', 'converge'] : ['train', 'infer'],
    recipes: ['naive', 'optimized'],
    dtypes: ['float32', 'tf32', 'bfloat16', 'float16'],
    firstPreset,
    priority,
    model,
    sweepLengths,
  };
}
