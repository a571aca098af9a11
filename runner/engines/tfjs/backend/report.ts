/** @file The part of a result that describes the tfjs backend. */
import type { EngineReport } from '../../../worker/run-task.ts';
import type { TfjsBackend } from './backend.ts';
import { observePrecision } from './precision.ts';

/** Its settings and the precision of its products. */
export const engineReport = (backend: TfjsBackend): EngineReport => ({
  version: backend.version,
  failure: () => backend.failure(0),
  peakMemory: () => backend.peakMemory(),
  observed: async () => ({ ...backend.observed(), ...(await observePrecision()) }),
});
