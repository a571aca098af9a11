/** @file Worker of the `webgpu` engine: the GPU, through Dawn. */
import { loadDataset } from '../../datasets/load.ts';
import { findReference } from '../../models/references.ts';
import { serve } from '../../worker/serve.ts';
import { workloads } from '../../workloads/index.ts';
import { convergeOn } from '../compiled/converge/converge.ts';
import { runWorkload } from '../compiled/tasks/run.ts';
import { findUnsupported } from '../compiled/unsupported.ts';
import { startWebgpu } from './start.ts';

await serve({
  probe: async () => {
    const started = await startWebgpu();
    if (!started.available) return started;
    const { backend, device } = started;
    return { available: true, version: backend.version, devices: [device], observed: backend.observed() };
  },
  run: async (request, emit) => {
    const started = await startWebgpu();
    if (!started.available) throw new Error(`${started.reason}; ${started.remedy}`);
    const unsupported = findUnsupported(request.cell);
    if (unsupported) throw unsupported;
    const workload = workloads.find(({ id }) => id === request.cell.workload)!;
    await runWorkload({ workload, findReference }, request, started.backend, emit, {
      converge: convergeOn(loadDataset),
    });
  },
});
