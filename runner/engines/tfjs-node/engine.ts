/** @file The `tfjs-node` engine: TensorFlow's C library behind TensorFlow.js, on CUDA where that works, else on the CPU. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const engine: Engine = {
  id: 'tfjs-node',
  computes: 'nets',
  preference: { gpu: 40, cpu: 40 },
  // Seen on two cores of a server of 2021: 192e9 by products, 22e9 to 120e9 by nets.
  expected: { core: { op: 80e9, net: 18e9 } },
  deviceKinds: ['gpu', 'cpu'],
  // CUDA libraries take TensorFloat-32 for float32 on their own, and TensorFlow's C interface has no switch for it.
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts'), { NVIDIA_TF32_OVERRIDE: '0' }),
  unsupported: unsupportedByTfjs,
  setup: async (log, probe) => (await import('./install/setup.ts')).setup(log, () => probe(engine)),
};
