/** @file What is compared: libraries that compute on the same adapter. */
import type { Repeatable } from '../measure/clock.ts';
import type { Problem } from '../problem/problem.ts';

/** Consecutive elements. */
export interface Range {
  first: number;
  count: number;
}

/** A problem that a library has prepared, with its operands on the device. */
export interface Computation extends Repeatable {
  /** Computes once more and reads parts of the result, which is row-major in the layout of the problem. */
  read(parts: readonly Range[]): Promise<Float32Array[]>;
  dispose(): void;
}

export interface Library {
  /** Heads a column. */
  name: string;
  version: string;
  /** Copies the operands to the device; null if the library has no such operation. */
  prepare(problem: Problem, operands: readonly Float32Array<ArrayBuffer>[]): Promise<Computation | null>;
}

/** A library that cannot be used here. */
export interface Missing {
  name: string;
  reason: string;
}
