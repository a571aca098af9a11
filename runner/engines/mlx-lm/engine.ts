/** @file The `mlx-lm` engine: language models on MLX. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const engine = pythonEngine({
  id: 'mlx-lm',
  computes: 'language-models',
  preference: { gpu: 20, cpu: 20 },
  // On a CPU it uses one core and no fast kernels: measured on a server from 2021 with Q4_0.
  expected: { core: { op: 3e9, net: 3e9 }, mostCores: 1, weightBandwidth: 0.6e9 },
  deviceKinds: ['gpu', 'cpu'],
  module: 'mlx_lm',
  requirements,
});
