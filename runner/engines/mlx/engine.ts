/** @file The `mlx` engine. MLX: Metal on Apple silicon, CUDA or the CPU on Linux. */
import { pythonEngine } from '../python/engine.ts';

export const mlx = pythonEngine({ id: 'mlx', deviceKinds: ['gpu', 'cpu'] });
