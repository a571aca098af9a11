/** @file A compiled net before its memory is planned: operations in the order in which they run. */
import type { Weight } from '../../../models/weights.ts';
import type { Operation } from './operation.ts';
import type { Value } from './value.ts';

/** One trained array with its place in the arenas. */
export interface Parameter {
  weight: Weight;
  /** In the arena `parameters`, float32. */
  value: Value;
  /** The same in the arena `half-parameters`, which products read; null unless the net computes in float16. */
  half: Value | null;
  /** In the arena `gradients`; null where nothing is trained. Scaled by `Graph.lossScale`. */
  gradient: Value | null;
}

/** The size of every arena; all arenas have the same blocks. */
export interface ArenaBlock {
  /** Elements, padding included. */
  size: number;
}

export interface Graph {
  operations: readonly Operation[];
  /** In the order of `modelWeights`; empty for an operation alone. */
  parameters: readonly Parameter[];
  blocks: readonly ArenaBlock[];
  /** What the host writes before a step: [images or tokens] or [.., labels], or the operands of an operation alone. */
  inputs: readonly Value[];
  /** What the host may read after a step: [loss] or [outputs]. */
  results: readonly Value[];
  /** The factor by which gradients are larger than they are; 1 unless the net trains in float16. */
  lossScale: number;
}
