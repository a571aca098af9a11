/** @file One part of an operation: chunks that threads compute in any order. */
import type { StepScalars } from '../../compiled/graph/step.ts';
import type { Value } from '../../compiled/graph/value.ts';
import type { Code, Variable, Word } from '../wat/code.ts';
import { type Body, defineFunction, type WatFunction } from '../wat/function.ts';

/** Memory that the kernels of one operation share, for example packed filters. Only they use it, only while it runs. */
export interface Workspace {
  kind: 'workspace';
  bytes: number;
}

/** What kernels are generated for: a machine, and the places of a plan's values in its memory. */
export interface Target {
  /** Whether a multiplication and an addition may be fused, by relaxed SIMD. */
  relaxed: boolean;
  /** Whether the machine computes pairs of neighboring vectors as one, so that tiles may have twice as many columns. */
  wideVectors: boolean;
  /** The address of a value or a workspace, aligned to 64 bytes unless it is part of another. Evaluate it once. */
  addressOf(memory: Value | Workspace): Word;
  /** Code that loads a scalar of this step: an i32 (`dropout` is 0 or 1) or an f32. */
  scalar(name: keyof StepScalars): Code;
}

/** Address of memory that only this thread uses, `Kernel.scratchBytes` large; what it held before a chunk is unknown. */
export const SCRATCH: Code = '(global.get $scratch)';

export interface Kernel {
  /** For messages and profiles, for example "product 6x8". */
  name: string;
  /** The number of independent parts, at least 1. It depends on shapes only, so that results do not depend on threads. */
  chunks: number;
  /** (chunk: word) -> nothing */
  run: WatFunction;
  /** Bytes of memory that a thread needs for itself. */
  scratchBytes: number;
}

export interface KernelOptions {
  chunks?: number;
  scratchBytes?: number;
}

/** @param build Adds the instructions of one chunk. */
export function createKernel(
  name: string,
  { chunks = 1, scratchBytes = 0 }: KernelOptions,
  build: (body: Body, chunk: Variable) => void,
): Kernel {
  const identifier = name.replaceAll(/[^a-z0-9-]/gi, '-');
  const run = defineFunction(identifier, { chunk: 'word' }, null, (body, { chunk }) => {
    build(body, chunk);
    return undefined;
  });
  return { name, chunks, run, scratchBytes };
}

/** A product and a sum, of float vectors: a * b + c. */
export const multiplyAdd = (
  { relaxed }: Pick<Target, 'relaxed'>,
  a: Code | Variable,
  b: Code | Variable,
  c: Code | Variable,
): Code => (relaxed ? `(f32x4.relaxed_madd ${a} ${b} ${c})` : `(f32x4.add (f32x4.mul ${a} ${b}) ${c})`);

/** The sum of the products of pairs of float vectors, at least one. */
export const sumOfProducts = (
  target: Pick<Target, 'relaxed'>,
  [first, ...others]: readonly (readonly [a: Code | Variable, b: Code | Variable])[],
): Code =>
  others.reduce((sum, [a, b]) => multiplyAdd(target, a, b, sum), `(f32x4.mul ${first![0]} ${first![1]})`);
