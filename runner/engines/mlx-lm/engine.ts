/** @file The `mlx-lm` engine: language models on MLX. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const mlxLm = pythonEngine({
  id: 'mlx-lm',
  computes: 'language-models',
  deviceKinds: ['gpu', 'cpu'],
  module: 'mlx_lm',
  requirements,
});
