/** @file The memory of the plain interpreter: every value as float64 numbers. */
import type { ArenaBlock } from '../../graph/graph.ts';
import { sizeOf, type Value } from '../../graph/value.ts';

export interface Memory {
  /** The elements of a value, row-major; what is written to them is seen by all later reads. */
  of(value: Value): Float64Array;
  /**
   * Writes all elements of a value, as the host does.
   * @throws Error if the number of elements is another
   */
  write(value: Value, array: ArrayLike<number>): void;
}

function startOf(value: Value): Float64Array {
  const { place } = value;
  if (place.kind === 'constant') return Float64Array.from(place.data);
  if (place.kind === 'state') return Float64Array.from(place.start);
  return new Float64Array(sizeOf(value)).fill(Number.NaN);
}

/**
 * Memory in which all values of an arena's block share one array, as on a device, and each other value has its own.
 * Arenas start at 0, constants and states at their data, everything else at NaN, so that a read before the first write
 * shows in every result.
 * @param blocks of the graph; may be left out where no value is in an arena
 */
export function createMemory(blocks: readonly ArenaBlock[] = []): Memory {
  const arrays = new Map<string, Float64Array>();
  const find = (key: string, create: () => Float64Array): Float64Array => {
    const array = arrays.get(key) ?? create();
    arrays.set(key, array);
    return array;
  };
  const memoryOf = (value: Value): Float64Array => {
    const { place } = value;
    if (place.kind === 'part') {
      return memoryOf(place.whole).subarray(place.offset, place.offset + sizeOf(value));
    }
    if (place.kind !== 'arena') return find(`${value.id}`, () => startOf(value));
    const size = blocks[place.block]?.size ?? 0;
    const end = place.offset + sizeOf(value);
    if (end > size) throw new Error(`"${value.name}" ends at ${end}, but its block has ${size} elements.`);
    const block = find(`${place.arena} ${place.block}`, () => new Float64Array(size));
    return block.subarray(place.offset, end);
  };
  return {
    of: memoryOf,
    write: (value, array) => {
      if (array.length !== sizeOf(value)) {
        throw new Error(`"${value.name}" has ${sizeOf(value)} elements, not ${array.length}.`);
      }
      memoryOf(value).set(array);
    },
  };
}
