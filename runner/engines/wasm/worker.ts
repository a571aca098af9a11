/** @file Worker of the `wasm` engine: the CPU, through WebAssembly with SIMD and threads. */
import { loadDataset } from '../../datasets/load.ts';
import { processor } from '../../detect/processor.ts';
import { serve } from '../../worker/serve.ts';
import { runCell } from '../compiled/cells/run.ts';
import { dtypes } from './dtypes.ts';
import { startWasm } from './start.ts';

await serve({
  probe: async () => {
    const backend = await startWasm();
    return {
      available: true,
      version: backend.version,
      devices: [processor()],
      observed: backend.observed(),
    };
  },
  run: async (request, emit) => {
    // The memory of the whole process is measured instead, as for the other engines on a CPU.
    const backend = { ...(await startWasm()), peakMemory: () => null };
    await runCell(request, backend, emit, { dtypes, loadDataset });
  },
});
