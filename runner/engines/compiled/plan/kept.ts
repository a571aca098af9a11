/**
 * @file Memory whose contents last from step to step: arenas and states. The programs of one net can share it. A `Place`
 * is whatever a backend has for memory: a buffer, an address.
 */
import type { Graph } from '../graph/graph.ts';
import { type Arena, ELEMENT_BYTES, paddedBytes, type Value } from '../graph/value.ts';
import type { Plan } from './plan.ts';

export interface Kept<Place> {
  /** A place for each block. */
  arenas: ReadonlyMap<Arena, readonly Place[]>;
  /** By name, which is unique in a net and the same in all of its graphs. */
  states: ReadonlyMap<string, { place: Place; bytes: number }>;
  /** Where the trained arrays are, as text. */
  layout: string;
}

const statesOf = ({ own }: Plan): Value[] => own.filter(({ place }) => place.kind === 'state');

const bytesOfBlocks = ({ blocks }: Graph, arena: Arena): number[] =>
  blocks.map(({ size }) => size * ELEMENT_BYTES[arena === 'half-parameters' ? 'float16' : 'float32']);

/** Blocks, then the name, shape and place of each trained array. */
const layoutOf = ({ blocks, parameters }: Graph): string =>
  JSON.stringify([blocks, parameters.map(({ weight, value }) => [weight.name, weight.shape, value.place])]);

export function allocateKept<Place>(plan: Plan, allocate: (bytes: number) => Place): Kept<Place> {
  const { graph, arenas } = plan;
  return {
    arenas: new Map(arenas.map((arena) => [arena, bytesOfBlocks(graph, arena).map(allocate)])),
    states: new Map(
      statesOf(plan).map((state) => {
        const bytes = paddedBytes(state);
        return [state.name, { place: allocate(bytes), bytes }];
      }),
    ),
    layout: layoutOf(graph),
  };
}

/** @throws Error unless a plan has the same net and no other arenas and states */
export function requireSame(plan: Plan, { arenas, states, layout }: Kept<unknown>): void {
  if (layoutOf(plan.graph) !== layout) {
    throw new Error('programs of different nets cannot share their trained arrays');
  }
  const absent = plan.arenas.find((arena) => !arenas.has(arena));
  if (absent) throw new Error(`the program to share with has no ${absent}`);
  for (const state of statesOf(plan)) {
    if (states.get(state.name)?.bytes === paddedBytes(state)) continue;
    throw new Error(`the program to share with has no equal state "${state.name}"`);
  }
}

/** Bytes of a plan's arenas and states. */
export function keptBytes(plan: Plan): number {
  const blocks = plan.arenas.flatMap((arena) => bytesOfBlocks(plan.graph, arena));
  return [...blocks, ...statesOf(plan).map(paddedBytes)].reduce((sum, bytes) => sum + bytes, 0);
}

export const placesOf = <Place>({ arenas, states }: Kept<Place>): Place[] => [
  ...[...arenas.values()].flat(),
  ...[...states.values()].map(({ place }) => place),
];
