/** @file The layout of the arenas: one place for each trained array, the same in every arena. */
import type { Optimizer } from '../../../models/layers.ts';
import { type LayerShape, product } from '../../../models/shapes.ts';
import type { Weight } from '../../../models/weights.ts';
import type { ArenaBlock } from '../graph/graph.ts';
import { type Arena, ELEMENT_BYTES, type ElementType, type Value } from '../graph/value.ts';

/** Bindings start at a multiple of this many bytes. */
export const BINDING_ALIGNMENT = 256;

/** Arrays start at a multiple of this many elements, so that they can be bound in half precision, too. */
const ALIGNMENT = BINDING_ALIGNMENT / ELEMENT_BYTES.float16;

/** Where an array is in every arena. */
export interface ArenaPlace {
  block: number;
  /** Elements. */
  offset: number;
}

export interface ArenaLayout {
  /** By the name of the array. */
  places: ReadonlyMap<string, ArenaPlace>;
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
  const places = new Map<string, ArenaPlace>();
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
      places.set(name, { block: blocks.length - 1, offset: last.size });
      last.size += size;
    } else {
      places.set(name, { block: blocks.length, offset: 0 });
      blocks.push({ size });
    }
  }
  return { places, blocks };
}

/**
 * The order in which arrays are stored: that of `modelWeights`, except that the three first projections of a
 * self-attention have their kernels side by side, then their biases, so that one product can compute all three.
 */
export const storageOrder = (shapes: readonly LayerShape[]): Weight[] =>
  shapes.flatMap(({ layer, weights, body, shortcut }) => {
    if (layer.kind === 'residual') return storageOrder([...body, ...shortcut]);
    if (layer.kind !== 'self-attention') return weights;
    const projections = weights.slice(0, 6);
    const [kernels, biases] = [0, 1].map((odd) => projections.filter((_, at) => at % 2 === odd));
    return [...kernels!, ...biases!, ...weights.slice(6)];
  });

/** The distance from each array to the next in the same block of an arena; null where it differs. */
export function equalDistance(arrays: readonly Value[]): number | null {
  const places = arrays.map(({ place }) => (place.kind === 'arena' ? place : null));
  const distances = places.slice(1).map((place, at) => {
    const before = places[at];
    return place && before && place.block === before.block ? place.offset - before.offset : null;
  });
  return distances.every((distance) => distance === distances[0]) ? (distances[0] ?? null) : null;
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
