/** @file What the tables share: the engines, how long they are measured, and the goals of this engine, `wasm`. */
import type { Measuring } from '../comparison/tables/measuring.ts';
import type { Competitor, Threads } from './engines.ts';

export interface Setting {
  /** All of them, in variants too. */
  competitors: readonly Competitor[];
  /** Each engine as it is used. */
  engines: readonly Competitor[];
  /** `one` only where processes can be kept on one processor, and only where there are more. */
  threads: readonly Threads[];
}

/** Other load on the machine can only make a sample slower. */
export const FASTEST = 0;

export const operations: Measuring = {
  rate: { unit: 'GFLOP/s', size: 1e9 },
  effort: { samples: 12, budgetMs: 600, quantile: FASTEST },
  now: () => performance.now(),
};

/** The goals of the engine `wasm`, printed beside its figures. */
export const goals = {
  /** Times faster than tfjs-wasm in a training step. */
  toTfjsWasm: 4,
  /** Times as long as PyTorch in a training step. */
  toPytorch: 3,
  /** Share of PyTorch's rate in a product of this size. */
  product: { size: 1024, share: 0.3 },
  /** Times faster on two threads than on one. */
  twoThreads: 1.9,
};
