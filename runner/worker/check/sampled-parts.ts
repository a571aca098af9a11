/** @file Which samples of a large array are read: whole ones, in runs of neighbors over the whole batch. Pure. */
import { product } from '../../models/shapes.ts';

/** Part of an array, in elements. */
export interface Part {
  first: number;
  count: number;
}

/** Elements of an array that are read at most, unless two samples have more. */
const MOST_READ = 2 ** 18;

const RUNS = 8;

/** @param shape [batch, ...]; the first sample of the batch is always read. */
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
