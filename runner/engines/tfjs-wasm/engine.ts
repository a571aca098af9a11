/** @file The `tfjs-wasm` engine: TensorFlow.js on the CPU, always here. */
import { fileURLToPath } from 'node:url';
import type { Engine } from '../engine.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const tfjsWasm: Engine = {
  id: 'tfjs-wasm',
  deviceKinds: ['cpu'],
  worker: fileURLToPath(new URL('./worker.ts', import.meta.url)),
  environment: {},
  unsupported: unsupportedByTfjs,
  setup: null,
};
