/** @file Buffers whose contents last from step to step: arenas and states. The programs of one net can share them. */
import type { Graph } from '../../compiled/graph/graph.ts';
import { type Arena, ELEMENT_BYTES, paddedBytes, type Value } from '../../compiled/graph/value.ts';
import type { Plan } from '../../compiled/plan/plan.ts';

export interface KeptBuffers {
  /** A buffer for each block. */
  arenas: ReadonlyMap<Arena, readonly GPUBuffer[]>;
  /** By name, which is unique in a net and the same in all of its graphs. */
  states: ReadonlyMap<string, GPUBuffer>;
  /** Where the trained arrays are, as text. */
  layout: string;
}

const statesOf = ({ own }: Plan): Value[] => own.filter(({ place }) => place.kind === 'state');

const bytesOfBlocks = ({ blocks }: Graph, arena: Arena): number[] =>
  blocks.map(({ size }) => size * ELEMENT_BYTES[arena === 'half-parameters' ? 'float16' : 'float32']);

/** Blocks, then the name, shape and place of each trained array. */
const layoutOf = ({ blocks, parameters }: Graph): string =>
  JSON.stringify([blocks, parameters.map(({ weight, value }) => [weight.name, weight.shape, value.place])]);

export function allocateKept(plan: Plan, allocate: (bytes: number) => GPUBuffer): KeptBuffers {
  const { graph, arenas } = plan;
  return {
    arenas: new Map(arenas.map((arena) => [arena, bytesOfBlocks(graph, arena).map(allocate)])),
    states: new Map(statesOf(plan).map((state) => [state.name, allocate(paddedBytes(state))])),
    layout: layoutOf(graph),
  };
}

/** @throws Error unless a plan has the same net and no other arenas and states */
export function requireSame(plan: Plan, { arenas, states, layout }: KeptBuffers): void {
  if (layoutOf(plan.graph) !== layout) {
    throw new Error('programs of different nets cannot share their trained arrays');
  }
  const absent = plan.arenas.find((arena) => !arenas.has(arena));
  if (absent) throw new Error(`the program to share with has no ${absent}`);
  for (const state of statesOf(plan)) {
    if (states.get(state.name)?.size === paddedBytes(state)) continue;
    throw new Error(`the program to share with has no equal state "${state.name}"`);
  }
}

/** Bytes of a plan's arenas and states. */
export function keptBytes(plan: Plan): number {
  const blocks = plan.arenas.flatMap((arena) => bytesOfBlocks(plan.graph, arena));
  return [...blocks, ...statesOf(plan).map(paddedBytes)].reduce((sum, bytes) => sum + bytes, 0);
}

export const buffersOf = ({ arenas, states }: KeptBuffers): GPUBuffer[] => [
  ...[...arenas.values()].flat(),
  ...states.values(),
];
