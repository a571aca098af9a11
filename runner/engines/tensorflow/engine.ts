/** @file The `tensorflow` engine. TensorFlow with Keras: CUDA, Metal through its plugin, or the CPU. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const tensorflow = pythonEngine({
  id: 'tensorflow',
  computes: 'nets',
  deviceKinds: ['gpu', 'cpu'],
  module: 'tensorflow',
  requirements,
});
