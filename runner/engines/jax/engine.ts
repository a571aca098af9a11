/** @file The `jax` engine. JAX: XLA on CUDA or the CPU. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const engine = pythonEngine({
  id: 'jax',
  computes: 'nets',
  // After the frameworks that are more widely used for training, before TensorFlow.js.
  preference: { gpu: 35, cpu: 35 },
  deviceKinds: ['gpu', 'cpu'],
  module: 'jax',
  requirements,
});
