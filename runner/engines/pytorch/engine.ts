/** @file The `pytorch` engine. PyTorch: CUDA, ROCm, XPU, Metal (MPS) or the CPU. */
import { join } from 'node:path';
import { pythonEngine } from '../python/engine.ts';
import { COMPILED } from '../python/environment/environment.ts';
import { requirements } from './requirements.ts';

export const engine = pythonEngine({
  id: 'pytorch',
  computes: 'nets',
  // First, because it is the most widely used framework for training.
  preference: { gpu: 10, cpu: 10 },
  expected: {
    startUpMs: 4000,
    // Forward passes, and on GPUs also training. Measured on two cores of a server from 2021: 4 to 17 s.
    compilingMs: ({ mode, recipe, device }) =>
      recipe === 'optimized' && (mode === 'infer' || (mode === 'train' && device.kind === 'gpu')) ? 9000 : 0,
    // Measured there on both cores: 192e9 for products, 55e9 to 143e9 for nets from small to large.
    core: { op: 80e9, net: 30e9 },
  },
  deviceKinds: ['gpu', 'cpu'],
  // One cache of compiled code for all repetitions and runs: the system empties PyTorch's own place when it starts.
  environment: { TORCHINDUCTOR_CACHE_DIR: join(COMPILED, 'pytorch') },
  module: 'torch',
  requirements,
});
