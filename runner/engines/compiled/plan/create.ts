/** @file Plans the memory of a graph, and says what it takes before anything is allocated. */

import type { Graph } from '../graph/graph.ts';
import type { Limits } from '../graph/limits.ts';
import { readsOf, writesOf } from '../graph/operands.ts';
import { type Arena, ELEMENT_BYTES, paddedBytes, type Value, wholeOf } from '../graph/value.ts';
import { gigabytes } from './gigabytes.ts';
import type { Plan } from './plan.ts';
import { livesOf, shareSlots } from './slots.ts';

const bytesPerElement = (arena: Arena): number =>
  ELEMENT_BYTES[arena === 'half-parameters' ? 'float16' : 'float32'];

/** All values of a graph once. */
function valuesOf({ operations, parameters, inputs, results }: Graph): Value[] {
  const trained = parameters.flatMap(({ value, half, gradient }) => [value, half, gradient]);
  const used = operations.flatMap((operation) => [...readsOf(operation), ...writesOf(operation)]);
  const all = [...inputs, ...results, ...trained.filter((value) => value !== null), ...used];
  return [...new Map(all.map(wholeOf).map((value) => [value.id, value])).values()];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Bytes of each buffer of an arena. */
const blockBytes = ({ blocks }: Graph, arenas: readonly Arena[]): number[] =>
  arenas.flatMap((arena) => blocks.map(({ size }) => size * bytesPerElement(arena)));

/** @throws Error if an operation reads a temporary value that none before it has written */
export function createPlan(graph: Graph): Plan {
  const values = valuesOf(graph);
  const arenas = new Set<Arena>();
  for (const { place } of values) if (place.kind === 'arena') arenas.add(place.arena);
  const own = values.filter(({ place }) => place.kind !== 'temporary' && place.kind !== 'arena');
  const { slots, slotOf } = shareSlots(livesOf(graph.operations));
  const buffers = [
    ...slots.map(({ bytes }) => bytes),
    ...blockBytes(graph, [...arenas]),
    ...own.map(paddedBytes),
  ];
  return {
    graph,
    slots,
    slotOf,
    arenas: [...arenas],
    own,
    bytes: sum(buffers),
    largestBytes: Math.max(...buffers),
  };
}

/** What a plan takes. */
export interface PlanSummary {
  operations: number;
  buffers: number;
  /** Of all buffers together. */
  bytes: number;
  largestBytes: number;
  /** Of trained arrays, their gradients and what the optimizer keeps. */
  parameterBytes: number;
  /** Of temporary values: activations, their gradients, statistics. */
  activationBytes: number;
}

export function summarize({ graph, slots, arenas, own, bytes, largestBytes }: Plan): PlanSummary {
  const blocks = blockBytes(graph, arenas);
  return {
    operations: graph.operations.length,
    buffers: slots.length + blocks.length + own.length,
    bytes,
    largestBytes,
    parameterBytes: sum(blocks),
    activationBytes: sum(slots.map((slot) => slot.bytes)),
  };
}

/**
 * @param subject what is planned, for example "vgg16-cifar100 at batch 4096"
 * @param option the one that makes it smaller, for example "--batch"
 * @throws Error in one sentence if the plan, or a buffer of it, is larger than the device allows
 */
export function checkPlan(planned: Plan, limits: Limits, subject: string, option: string): void {
  const { bindingBytes, totalBytes = Number.POSITIVE_INFINITY } = limits;
  const { buffers, bytes, largestBytes } = summarize(planned);
  if (bytes > totalBytes) {
    throw new Error(
      `out of memory: ${subject} needs ${gigabytes(bytes)}, and only ${gigabytes(totalBytes)} are available: use a smaller ${option}`,
    );
  }
  if (largestBytes <= bindingBytes) return;
  throw new Error(
    `out of memory: ${subject} needs ${gigabytes(bytes)} in ${buffers} buffers, the largest ${gigabytes(largestBytes)}; ` +
      `this device allows ${gigabytes(bindingBytes)} a buffer: use a smaller ${option}`,
  );
}
