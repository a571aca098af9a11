/** @file The `mlx` engine. MLX: Metal on Apple silicon, CUDA or the CPU on Linux. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const engine = pythonEngine({
  id: 'mlx',
  computes: 'nets',
  // Not preferred on a CPU, where its products are a tenth as fast as those of other engines.
  preference: { gpu: 20 },
  // Measured on one core of a server from 2021; MLX uses only one.
  expected: { core: { op: 2e9, net: 2e9 }, mostCores: 1 },
  deviceKinds: ['gpu', 'cpu'],
  module: 'mlx',
  requirements,
});
