/** @file TensorFlow.js on the CPU through WebAssembly; `npm ci` installs all it needs. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const engine: Engine = {
  id: 'tfjs-wasm',
  computes: 'nets',
  preference: { cpu: 50 },
  // Measured on two cores of a 2021 server: 61e9 in products, 6e9 to 56e9 in nets.
  expected: { core: { op: 20e9, net: 7.5e9 } },
  deviceKinds: ['cpu'],
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts')),
  unsupported: unsupportedByTfjs,
  setup: null,
};
