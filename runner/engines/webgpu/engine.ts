/** @file Nets compiled to WGSL, through Dawn: any GPU with Metal, Vulkan or Direct3D 12. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByCompiled } from '../compiled/cells/unsupported.ts';
import { dtypes } from './dtypes.ts';

export const engine: Engine = {
  id: 'webgpu',
  computes: 'nets',
  // The fastest of the engines that npm installs, for GPUs that no framework supports.
  preference: { gpu: 45 },
  deviceKinds: ['gpu'],
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts')),
  unsupported: unsupportedByCompiled(dtypes),
  setup: null,
};
