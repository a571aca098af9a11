/** @file The layout of the arenas: one place for each trained array, the same in every arena. */
import type { Optimizer } from '../../../models/layers.ts';
import { product } from '../../../models/shapes.ts';
import type { Weight } from '../../../models/weights.ts';
import type { ArenaBlock } from '../graph/graph.ts';
import { type Arena, ELEMENT_BYTES, type ElementType, type Value } from '../graph/value.ts';

/** Arrays start at a multiple of 256 bytes, in half precision as well, as bindings have to. */
const ALIGNMENT = 128;

/** Where an array is in every arena. */
export interface ArenaPlace {
  block: number;
  /** Elements. */
  offset: number;
}

export interface ArenaLayout {
  /** In the order of the arrays. */
  places: readonly ArenaPlace[];
  blocks: readonly ArenaBlock[];
}

const aligned = (elements: number): number => Math.ceil(elements / ALIGNMENT) * ALIGNMENT;

/**
 * Arrays in the order in which they are given, in as few blocks as the limit allows; no array is cut.
 * @param bindingBytes most bytes of a block
 * @throws Error in one sentence if an array is larger than a block can be
 */
export function layOut(weights: readonly Weight[], bindingBytes: number): ArenaLayout {
  const most = bindingBytes / ELEMENT_BYTES.float32;
  const places: ArenaPlace[] = [];
  const blocks: ArenaBlock[] = [];
  for (const { name, shape } of weights) {
    const size = aligned(product(shape));
    if (size > most) {
      const needed = size * ELEMENT_BYTES.float32;
      throw new Error(
        `the trained array ${name} needs ${needed} bytes; this device allows ${bindingBytes} an array`,
      );
    }
    const last = blocks.at(-1);
    if (last && last.size + size <= most) {
      places.push({ block: blocks.length - 1, offset: last.size });
      last.size += size;
    } else {
      places.push({ block: blocks.length, offset: 0 });
      blocks.push({ size });
    }
  }
  return { places, blocks };
}

const elementTypeOf = (arena: Arena): ElementType => (arena === 'half-parameters' ? 'float16' : 'float32');

/** A part of an arena as a value without an id. */
export const inArena = (
  arena: Arena,
  { block, offset }: ArenaPlace,
  name: string,
  shape: readonly number[],
): Omit<Value, 'id'> => ({
  name: `${arena} ${name}`,
  shape,
  type: elementTypeOf(arena),
  place: { kind: 'arena', arena, block, offset },
});

/** Arenas that hold what an optimizer remembers of each array. */
export const stateArenas = ({ kind }: Optimizer): readonly ('means' | 'squares')[] =>
  kind === 'adam' ? ['means', 'squares'] : ['squares'];
