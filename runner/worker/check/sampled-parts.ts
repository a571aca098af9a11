/** @file Which elements of a large array are read. Pure. */
import { product } from '../../models/shapes.ts';

/** Part of an array, in elements. */
export interface Part {
  first: number;
  count: number;
}

/** Most elements of an array that a step trains. */
const MOST_TRAINED = 64;

/** The elements of a trained array that are compared: consecutive ones from its middle. */
export function sampledPart(size: number): Part {
  const count = Math.min(size, MOST_TRAINED);
  return { first: Math.floor((size - count) / 2), count };
}

/** Elements of an array that are read at most, unless two samples have more. */
const MOST_READ = 2 ** 18;

const RUNS = 8;

/**
 * Whole samples, in runs of neighbors over the whole batch; the first one is always among them.
 * @param shape [batch, ...].
 */
export function sampledParts([batch, ...sample]: readonly number[]): Part[] {
  const size = product(sample);
  if (batch! * size <= MOST_READ) return [{ first: 0, count: batch! * size }];
  const samples = Math.min(batch!, Math.max(2, Math.floor(MOST_READ / size)));
  const runs = Math.max(1, Math.min(RUNS, Math.floor(samples / 2)));
  return Array.from({ length: runs }, (_, run) => ({
    first: Math.floor((run * batch!) / runs) * size,
    count: Math.floor(samples / runs) * size,
  }));
}
