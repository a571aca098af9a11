/** @file A request for tests: a run without warm-up, of one sample unless its timing says otherwise. */
import type { Cell } from '../../data/contract/cell.ts';
import { PROTOCOL_VERSION, type RunRequest } from '../protocol/messages.ts';

export const sampleRequest = (
  cell: Cell,
  timing: Partial<RunRequest['timing']> = {},
  changes: Partial<RunRequest> = {},
): RunRequest => ({
  type: 'run',
  protocol: PROTOCOL_VERSION,
  cell,
  timing: {
    minWarmUpSteps: 0,
    minWarmUpMs: 0,
    minSamples: 1,
    minMeasureMs: 0,
    maxMeasureMs: 60_000,
    exactSamples: null,
    ...timing,
  },
  runIndex: 0,
  seed: 1,
  convergence: null,
  modelFile: null,
  ...changes,
});
