/** @file The `pytorch` engine. PyTorch: CUDA, Metal (MPS) or the CPU. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const pytorch = pythonEngine({
  id: 'pytorch',
  computes: 'nets',
  deviceKinds: ['gpu', 'cpu'],
  module: 'torch',
  requirements,
});
