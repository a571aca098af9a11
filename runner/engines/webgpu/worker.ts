/** @file Worker of the `webgpu` engine: the GPU, through Dawn. */
import { loadDataset } from '../../datasets/load.ts';
import { serve } from '../../worker/serve.ts';
import { runCell } from '../compiled/cells/run.ts';
import { listDawnDevices } from './dawn.ts';
import { dtypes } from './dtypes.ts';
import { startWebgpu } from './start.ts';

await serve({
  probe: async () => {
    const started = await startWebgpu();
    if (!started.available) return started;
    const { backend, device } = started;
    const devices = await listDawnDevices(device);
    return { available: true, version: backend.version, devices, observed: backend.observed() };
  },
  run: async (request, emit) => {
    const started = await startWebgpu(request.cell.device.name);
    if (!started.available) throw new Error(`${started.reason}; ${started.remedy}`);
    await runCell(request, started.backend, emit, { dtypes, loadDataset });
  },
});
