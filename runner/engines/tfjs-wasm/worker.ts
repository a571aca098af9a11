/** @file Worker of the `tfjs-wasm` engine: the CPU, through WebAssembly with SIMD and threads. */
import os from 'node:os';
import { cleanName } from '../../clean-text.ts';
import { loadDataset } from '../../datasets/load.ts';
import { runCell } from '../tfjs/run.ts';
import { serve } from '../worker.ts';
import { startWasm } from './start.ts';

await serve({
  probe: async () => {
    const backend = await startWasm();
    const name = cleanName(os.cpus()[0]?.model ?? '', 200, 'unknown CPU');
    return {
      available: true,
      version: backend.version,
      devices: [{ kind: 'cpu', api: 'none', name, software: false }],
      observed: backend.observed(),
    };
  },
  run: async (request, emit) => runCell(request, await startWasm(), emit, { loadDataset }),
});
