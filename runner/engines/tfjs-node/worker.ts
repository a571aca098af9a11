/** @file Worker of the `tfjs-node` engine: the TensorFlow C library, on the CPU or through CUDA. */
import { loadDataset } from '../../datasets/load.ts';
import { serve } from '../../worker/serve.ts';
import { runCell } from '../tfjs/run.ts';
import { probe } from './probe.ts';
import { startTensorFlow } from './start.ts';

await serve({
  probe: () => probe(),
  run: async (request, emit) =>
    runCell(request, await startTensorFlow(request.cell.device.kind), emit, { loadDataset }),
});
