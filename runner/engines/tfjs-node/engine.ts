/** @file The `tfjs-node` engine: TensorFlow's C library behind TensorFlow.js, on CUDA where that works, else on the CPU. */
import { join } from 'node:path';
import type { Engine } from '../engine.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const tfjsNode: Engine = {
  id: 'tfjs-node',
  deviceKinds: ['gpu', 'cpu'],
  worker: join(import.meta.dirname, 'worker.ts'),
  environment: {},
  unsupported: unsupportedByTfjs,
  setup: async (log) => (await import('./setup.ts')).setup(log),
};
