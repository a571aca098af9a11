/** @file TensorFlow.js on the CPU through WebAssembly: needs nothing that `npm ci` does not bring. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const tfjsWasm: Engine = {
  id: 'tfjs-wasm',
  deviceKinds: ['cpu'],
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts')),
  unsupported: unsupportedByTfjs,
  setup: null,
};
