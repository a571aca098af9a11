/** @file TensorFlow.js on the CPU through WebAssembly: needs nothing that `npm ci` does not bring. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const engine: Engine = {
  id: 'tfjs-wasm',
  computes: 'nets',
  preference: { cpu: 50 },
  // Seen on two cores of a server of 2021: 61e9 by products, 6e9 to 56e9 by nets.
  expected: { core: { op: 20e9, net: 7.5e9 } },
  deviceKinds: ['cpu'],
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts')),
  unsupported: unsupportedByTfjs,
  setup: null,
};
