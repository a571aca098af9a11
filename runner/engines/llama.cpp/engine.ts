/** @file The `llama.cpp` engine: language models on the CPU, Metal, CUDA and Vulkan. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { SETUP_COMMAND } from './native/package.ts';
import { findSource } from './source.ts';
import { isNamed, VARIABLE } from './tool/llama-bench.ts';

const started = typeScriptWorker(join(import.meta.dirname, 'worker.ts'));

export const engine: Engine = {
  id: 'llama.cpp',
  computes: 'language-models',
  preference: { gpu: 10, cpu: 10 },
  // Measured on two cores of a 2021 server with Q4_0: 130e9 per core, and 15e9 bytes of weights per second on one core.
  expected: { core: { op: 110e9, net: 110e9 }, weightBandwidth: 15e9 },
  deviceKinds: ['gpu', 'cpu'],
  worker: () =>
    findSource() === null
      ? {
          reason: 'llama.cpp is not set up and there is no llama-bench on the PATH',
          remedy: `\`${SETUP_COMMAND}\` installs it (70 MB; with CUDA several hundred)`,
        }
      : started.worker(),
  givenBy: () => (isNamed() ? VARIABLE : null),
  brief: started.brief,
  unsupported: ({ workload }) =>
    workload === 'llm' ? null : 'llama.cpp runs language models only (--workload llm)',
  setup: async (log, probe) => (await import('./native/setup.ts')).setup(log, () => probe(engine)),
};
