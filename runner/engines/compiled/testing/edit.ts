/** @file A fault of a compiled engine that a check must find. */
import type { HostArray } from '../backend.ts';
import type { Step, StepScalars } from '../graph/step.ts';

export type DropoutStep = Extract<Step, { kind: 'dropout' }>;

/** Mistakes in the text of kernels, which each engine makes in its own. */
export type DropoutMistake =
  | { kind: 'scale'; factor(rate: number): number }
  /** Of the faulty layer. */
  | { kind: 'key that never changes' }
  /** Of the faulty layer. */
  | { kind: 'one mask for all samples' };

/** One wrong part. What is left out is as it should be. */
export interface Edit {
  /** Scalars that a run gets; `run` counts from 1 since the optimizer was reset, `batch` is that of the program. */
  scalars?(scalars: StepScalars, run: number, batch: number): StepScalars;
  /** What a set of inputs or a trained array holds, rounded or otherwise changed. */
  values?(values: HostArray, batch: number): HostArray;
  /** Whether a run is left out; `earlier` counts the runs of its set. */
  skip?(earlier: number): boolean;
  /** Milliseconds that a run takes longer if its inputs hold what no run had; those of known content are left out. */
  foundByContentMs?: number;
  /** Whether a run gets the first inputs of all instead of its own; `run` as above. */
  firstInputs?(run: number): boolean;
  /** Whether running averages keep their start values. */
  startAverages?: boolean;
  /** Whether training leaves running averages as they are. */
  keptAverages?: boolean;
  /** A factor of all gradients on their way to the optimizer. */
  gradientFactor?(batch: number): number;
  /** A factor of the epsilon of normalizations. */
  epsilonFactor?: number;
  /** Part of the rows that an elementwise operation computes. */
  part?: number;
  /** What stands in place of a dropout; null if nothing does. */
  dropout?(step: DropoutStep, backward: boolean): DropoutStep | null;
  /** A mistake in the text of the kernels. */
  kernels?: DropoutMistake;
}
