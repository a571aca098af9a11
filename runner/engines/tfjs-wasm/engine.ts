/** @file TensorFlow.js on the CPU through WebAssembly: needs nothing that `npm ci` does not bring. */
import { join } from 'node:path';
import type { Engine } from '../engine.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const tfjsWasm: Engine = {
  id: 'tfjs-wasm',
  deviceKinds: ['cpu'],
  worker: join(import.meta.dirname, 'worker.ts'),
  environment: {},
  unsupported: unsupportedByTfjs,
  setup: null,
};
