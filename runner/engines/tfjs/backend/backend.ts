/** @file The interface of a tfjs backend for the code shared by all tfjs workers. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Observed, PeakMemory } from '../../../../data/contract/outcome.ts';

export interface TfjsBackend {
  /** Version reported by the package. */
  version: string;
  /** Settings in effect, for the result. */
  observed(): Observed;
  /** Resolves when the device has finished `last`, the result of the most recent operation, and everything before. */
  finish(last: Tensor): Promise<void>;
  /**
   * A device error that no operation raised (the device was lost, or it rejected a buffer), or null. If there is none
   * yet, waits this long for one.
   */
  failure(patienceMs: number): Promise<Error | null>;
  /** Peak device memory if the backend counts it; null if the supervisor should measure it. */
  peakMemory(): PeakMemory | null;
}
