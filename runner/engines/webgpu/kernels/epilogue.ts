/** @file The steps of an epilogue as WGSL, for kernels that compute one element or four neighbors at a time. */
import type { Step } from '../../compiled/graph/step.ts';
import type { Value } from '../../compiled/graph/value.ts';
import type { Binding } from './kernel.ts';

/** The end of a kernel: bindings that its steps need, and a function that applies them and stores. */
export interface Ending {
  bindings: readonly Binding[];
  /** Declares `fn finish(at: u32, value: T)`, T is f32 or vec4<f32>; `at` counts elements, the first of four. */
  code: string;
  usesScalars: boolean;
}

/**
 * @param out where the result is stored, with binding name `out`
 * @param width elements that `finish` takes at once; 4 only if `canVectorize`
 */
export declare function createEnding(out: Value, epilogue: readonly Step[], width: 1 | 4): Ending;

/** Whether four neighbors whose first index is a multiple of four can be finished at once: every period divides by 4. */
export declare function canVectorize(columns: number, epilogue: readonly Step[]): boolean;
