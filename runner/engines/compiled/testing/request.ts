/** @file Requests of a compiled engine's tests, with a fixed number of samples and no warm-up. */
import type { Cell } from '../../../../data/contract/cell.ts';
import { newCell } from '../../../../data/contract/new-cell.ts';
import { PROTOCOL_VERSION, type RunRequest } from '../../../protocol/messages.ts';

/** On a CPU by `wasm`; tests change what they are about. */
const usual: Cell = newCell({
  workload: 'mnist-cnn',
  mode: 'train',
  engine: 'wasm',
  device: { kind: 'cpu', api: 'none', name: 'test', software: false },
  recipe: 'optimized',
  dtype: 'float32',
});

export const requestOf = (cell: Partial<Cell>, exactSamples: number): RunRequest => ({
  type: 'run',
  protocol: PROTOCOL_VERSION,
  cell: { ...usual, ...cell },
  timing: {
    minWarmUpSteps: 0,
    minWarmUpMs: 0,
    minSamples: 1,
    minMeasureMs: 0,
    maxMeasureMs: 60_000,
    exactSamples,
  },
  runIndex: 0,
  seed: 1,
  convergence: null,
  modelFile: null,
});
