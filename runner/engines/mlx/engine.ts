/** @file The `mlx` engine. MLX: Metal on Apple silicon, CUDA or the CPU on Linux. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const mlx = pythonEngine({
  id: 'mlx',
  computes: 'nets',
  deviceKinds: ['gpu', 'cpu'],
  module: 'mlx',
  requirements,
});
