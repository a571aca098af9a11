/** @file What a tfjs backend reports of itself for a result. */
import type { EngineReport } from '../../../worker/run-task.ts';
import type { TfjsBackend } from './backend.ts';
import { observePrecision } from './precision.ts';

/** Its settings, and how precisely it multiplies. */
export const engineReport = (backend: TfjsBackend): EngineReport => ({
  version: backend.version,
  failure: () => backend.failure(0),
  peakMemory: () => backend.peakMemory(),
  observed: async () => ({ ...backend.observed(), ...(await observePrecision()) }),
});
