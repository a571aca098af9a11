/** @file A cell for tests: one small net, trained by an engine on the CPU. */
import type { Cell } from '../contract/cell.ts';
import { newCell } from '../contract/new-cell.ts';

export const sampleCell = (changes: Partial<Cell> = {}): Cell =>
  newCell({
    workload: 'mnist-cnn',
    mode: 'train',
    engine: 'tfjs-wasm',
    device: { kind: 'cpu', api: 'none', name: 'x', software: false },
    recipe: 'optimized',
    dtype: 'float32',
    ...changes,
  });
