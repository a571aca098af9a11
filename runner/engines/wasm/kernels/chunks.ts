/** @file Cuts work into chunks by its size alone. */
import { readsOfStep, type Step, writesOfStep } from '../../compiled/graph/step.ts';
import { add, multiply, smaller, type Variable, type Word } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';

/** Operations of a chunk, about 50 microseconds of a core: the wait at a barrier is some microseconds. */
const CHUNK_FLOPS = 1e6;

/** More chunks would not make the work more even, for the cores of a large desktop. */
const MOST_CHUNKS = 64;

export interface Cut {
  chunks: number;
  /** Units of every chunk but the last. */
  size: number;
}

/**
 * Cuts `units` into chunks of equal size.
 * @param flops operations of one unit, or as many as its time is worth; memory traffic counts, too: about one a byte
 * @param multiple the size is a multiple of it
 */
export function cut(units: number, flops: number, multiple = 1): Cut {
  const wanted = Math.min(MOST_CHUNKS, Math.max(1, Math.floor((units * flops) / CHUNK_FLOPS)));
  const size = Math.max(multiple, Math.ceil(units / wanted / multiple) * multiple);
  return { chunks: Math.max(1, Math.ceil(units / size)), size };
}

/** The first unit of a chunk and the one after its last. */
export function rangeOf(
  body: Body,
  { size, chunks }: Cut,
  units: number,
  chunk: Variable,
): { first: Word; last: Word } {
  if (chunks === 1) return { first: 0, last: units };
  const first = body.word('first', multiply(chunk, size));
  return { first, last: body.word('last', smaller(add(first, size), units)) };
}

/** The worth of passing one element through steps, for `cut`: its bytes, and some more for what a step computes. */
export const costOf = (epilogue: readonly Step[]): number =>
  epilogue.reduce((sum, step) => sum + 4 * (readsOfStep(step).length + writesOfStep(step).length) + 2, 8);
