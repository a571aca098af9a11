/** @file The `tensorflow` engine. TensorFlow with Keras: CUDA, Metal through its plugin, or the CPU. */
import { pythonEngine } from '../python/engine.ts';

export const tensorflow = pythonEngine({ id: 'tensorflow', deviceKinds: ['gpu', 'cpu'] });
