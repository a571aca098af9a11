/** @file The `mlx-lm` engine: language models on MLX. */
import { pythonEngine } from '../python/engine.ts';

export const mlxLm = pythonEngine({ id: 'mlx-lm', deviceKinds: ['gpu', 'cpu'] });
