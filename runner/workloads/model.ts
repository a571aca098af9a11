/** @file What all trained nets have in common as workloads. */
import { datasets } from '../datasets/catalogue.ts';
import type { Model } from '../models/layers.ts';
import type { ModelWorkload } from './workload.ts';

type Options = Pick<ModelWorkload, 'priority'> & Partial<Pick<ModelWorkload, 'firstPreset' | 'sweepLengths'>>;

/**
 * A model that is trained and used. Where the official files of its data set can be fetched, training to a target
 * accuracy means something, so that it has the mode `converge` too.
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
    dtypes: ['float32', 'bfloat16', 'float16'],
    firstPreset,
    priority,
    model,
    sweepLengths,
  };
}
