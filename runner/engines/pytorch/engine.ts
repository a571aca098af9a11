/** @file The `pytorch` engine. PyTorch: CUDA, Metal (MPS) or the CPU. */
import { pythonEngine } from '../python/engine.ts';

export const pytorch = pythonEngine({ id: 'pytorch', deviceKinds: ['gpu', 'cpu'] });
