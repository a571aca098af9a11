/** @file What all trained nets have in common as workloads. */
import type { Mode } from '../../data/contract/words.ts';
import type { Model } from '../models/layers.ts';
import type { ModelWorkload } from './workload.ts';

/** The data sets whose official files can be fetched, so that training to an accuracy means something. */
const officialDatasets = ['MNIST', 'Fashion-MNIST', 'CIFAR-100'];

/** A model that is trained and used; trained to a target too where its data set is real. */
export function modelWorkload(model: Model, sweepLengths: readonly number[] = []): ModelWorkload {
  const modes: Mode[] = ['train', 'infer'];
  if (officialDatasets.includes(model.dataset.name)) modes.push('converge');
  return {
    kind: 'model',
    id: model.id,
    modes,
    recipes: ['naive', 'optimized'],
    dtypes: ['float32', 'bfloat16', 'float16'],
    model,
    sweepLengths,
  };
}
