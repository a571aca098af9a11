/** @file Finds a part of a result that a library gives as several arrays, one after another. */
import type { Range } from './library.ts';

/** The array in which a range begins and its first element there. No range goes beyond one array. */
export function locate(sizes: readonly number[], { first }: Range): { result: number; first: number } {
  let rest = first;
  let result = 0;
  while (rest >= sizes[result]!) rest -= sizes[result++]!;
  return { result, first: rest };
}
