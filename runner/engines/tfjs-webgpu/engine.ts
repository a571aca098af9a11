/** @file TensorFlow.js on WebGPU, through Dawn: Metal, Vulkan or Direct3D 12, whatever GPU there is. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByTfjs } from '../tfjs/unsupported.ts';

export const engine: Engine = {
  id: 'tfjs-webgpu',
  computes: 'nets',
  // What every GPU has that no framework drives.
  preference: { gpu: 50 },
  deviceKinds: ['gpu'],
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts')),
  unsupported: unsupportedByTfjs,
  setup: null,
};
