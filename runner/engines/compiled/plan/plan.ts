/** @file The memory of a graph: which values share a buffer, and how many bytes that takes. */
import type { Graph } from '../graph/graph.ts';
import type { Arena, Value } from '../graph/value.ts';

/** A buffer that several temporary values use one after another. */
export interface Slot {
  /** Bytes of its largest value, padded to a multiple of 16. */
  bytes: number;
}

export interface Plan {
  graph: Graph;
  /** Memory of temporary values. */
  slots: readonly Slot[];
  /** Index in `slots` of each temporary value, by id. */
  slotOf: ReadonlyMap<number, number>;
  /** Arenas that the graph uses. */
  arenas: readonly Arena[];
  /** All values that have a buffer of their own: inputs, results, constants, states. */
  own: readonly Value[];
  /** Bytes of all buffers together, with one set of inputs. */
  bytes: number;
  /** Bytes of the largest buffer. */
  largestBytes: number;
}
