/** @file Nets compiled to WebAssembly, on the CPU; `npm ci` installs all it needs. */
import { join } from 'node:path';
import type { Engine } from '../../protocol/engine.ts';
import { typeScriptWorker } from '../../worker/command.ts';
import { unsupportedByCompiled } from '../compiled/cells/unsupported.ts';
import { dtypes } from './dtypes.ts';

export const engine: Engine = {
  id: 'wasm',
  computes: 'nets',
  // The fastest of the engines that npm installs.
  preference: { cpu: 45 },
  // Measured on a server with 256-bit registers: 63e9 to 75e9 a core in products.
  expected: { startUpMs: 1200, core: { op: 50e9, net: 40e9 } },
  deviceKinds: ['cpu'],
  ...typeScriptWorker(join(import.meta.dirname, 'worker.ts')),
  unsupported: unsupportedByCompiled(dtypes),
  setup: null,
};
