/** @file The `tfjs-node` engine: TensorFlow.js on TensorFlow's C library, on CUDA if that works, otherwise the CPU. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const engine: Engine = {
  id: 'tfjs-node',
  computes: 'nets',
  preference: { gpu: 40, cpu: 40 },
  // Measured on two cores of a 2021 server: 192e9 in products, 22e9 to 120e9 in nets.
  expected: { core: { op: 80e9, net: 18e9 } },
  deviceKinds: ['gpu', 'cpu'],
  // CUDA libraries use TensorFloat-32 for float32 by default, and TensorFlow's C API has no switch for it.
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts'), { NVIDIA_TF32_OVERRIDE: '0' }),
  unsupported: unsupportedByTfjs,
  setup: async (log, probe) => (await import('./install/setup.ts')).setup(log, () => probe(engine)),
};
