/** @file The `tensorflow` engine. TensorFlow with Keras: CUDA, Metal through its plugin, or the CPU. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const engine = pythonEngine({
  id: 'tensorflow',
  computes: 'nets',
  preference: { gpu: 30, cpu: 30 },
  expected: {
    startUpMs: 5000,
    // Measured on two cores of a server from 2021: 60e9 to 147e9 for products.
    core: { op: 80e9, net: 30e9 },
  },
  // On by default since TensorFlow 2.4 (tf.config.experimental.enable_tensor_float_32_execution).
  copies: true,
  naiveDType: () => 'tf32',
  deviceKinds: ['gpu', 'cpu'],
  module: 'tensorflow',
  requirements,
});
