/** @file The process of the engine `wasm`; with the argument `plain` it does without relaxed SIMD. */
import { compileOptions } from '../../../../runner/engines/compiled/tasks/build.ts';
import { createTask } from '../../../../runner/engines/compiled/tasks/create.ts';
import { enableFeatures, startWasm } from '../../../../runner/engines/wasm/start.ts';
import { findReference } from '../../../../runner/models/references.ts';
import { workloads } from '../../../../runner/workloads/index.ts';
import { compiled } from '../../comparison/libraries/compiled.ts';
import { serve } from './serve.ts';

const features = await enableFeatures();
const relaxedSimd = features.relaxedSimd && !process.argv.includes('plain');

await serve(async () => {
  const backend = await startWasm(undefined, { ...features, relaxedSimd });
  return {
    ...compiled('wasm', backend),
    createTask: (request) => {
      const workload = workloads.find(({ id }) => id === request.cell.workload)!;
      return createTask(workload, {
        ...{ backend, request, findReference },
        options: compileOptions(request, backend),
      });
    },
  };
});
