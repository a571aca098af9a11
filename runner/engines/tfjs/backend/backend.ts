/** @file What a tfjs backend offers to the code that every tfjs worker shares, native or in the browser. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Observed, PeakMemory } from '../../../../data/contract/outcome.ts';

export interface TfjsBackend {
  /** Version as the package reports it. */
  version: string;
  /** Settings as they are in force, for the result. */
  observed(): Observed;
  /** Resolves when the device has computed `last`, the result of the operation that was issued last, and all before. */
  finish(last: Tensor): Promise<void>;
  /**
   * An error of the device that no operation raised, or null: a loss, or a buffer that it refused. Where none
   * is known yet, waits this long for one.
   */
  failure(patienceMs: number): Promise<Error | null>;
  /** Device memory where the backend counts it; null leaves it to the supervisor. */
  peakMemory(): PeakMemory | null;
}
