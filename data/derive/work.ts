/** @file The number of operations of a cell, from the facts of its workload. Pure. */
import type { WorkloadFacts } from '../contract/catalogue.ts';
import type { Cell, LanguageModel } from '../contract/cell.ts';

type Sizes = Pick<Cell, 'mode' | 'size' | 'sequenceLength'>;

/**
 * Multiply-accumulates of the forward pass of one item (a sample, or one operation of an `op`) by the direct algorithm;
 * null if a size is missing.
 */
export function forwardMacs(
  facts: Pick<WorkloadFacts, 'macs' | 'sequenceLength'>,
  cell: Sizes,
): number | null {
  if (facts.macs === null) return cell.size === null ? null : cell.size ** 3;
  const length = cell.sequenceLength ?? facts.sequenceLength ?? 0;
  const { constant, perToken, perTokenSquared } = facts.macs;
  if (cell.mode === 'op') return perTokenSquared * length ** 2;
  return constant + perToken * length + perTokenSquared * length ** 2;
}

/**
 * Floating-point operations of one item: twice its multiply-accumulates, and three times that for training, because the
 * gradients by the inputs and by the weights each cost as much as a forward pass (Kaplan et al. 2020, arXiv 2001.08361,
 * section 2.1).
 */
export function flopsPerItem(
  facts: Pick<WorkloadFacts, 'macs' | 'sequenceLength'>,
  cell: Sizes,
): number | null {
  const macs = forwardMacs(facts, cell);
  if (macs === null) return null;
  return 2 * macs * (cell.mode === 'train' || cell.mode === 'converge' ? 3 : 1);
}

/** Copied values are float32. */
const VALUE_BYTES = 4;

/**
 * Bytes that one operation moves if it only moves them: those read and those written, as STREAM counts a copy
 * (www.cs.virginia.edu/stream/ref.html). Null for what computes, and if the size is missing.
 */
export function copiedBytes({ workload, size }: Pick<Cell, 'workload' | 'size'>): number | null {
  return workload === 'copy' && size !== null ? 2 * VALUE_BYTES * size ** 2 : null;
}

/** Steps of one epoch; the last, smaller batch counts as one, as in the loops of the frameworks. */
export function stepsPerEpoch(trainingSamples: number, batchSize: number): number {
  return Math.ceil(trainingSamples / batchSize);
}

/** The facts about the workload that a summary needs. */
export interface Work {
  /** Training samples of an epoch; null if the workload has no epochs. */
  trainingSamples: number | null;
  /** Multiply-accumulates of one item of an `op`; otherwise null. */
  opMacs: number | null;
  /** Bytes that a copy reads and writes; null for everything else. */
  opBytes: number | null;
}

/** The facts about a cell's workload that `summarize` needs. */
export function workOf(facts: WorkloadFacts, cell: Sizes & Pick<Cell, 'workload'>): Work {
  return {
    trainingSamples: facts.trainingSamples,
    opMacs: cell.mode === 'op' ? forwardMacs(facts, cell) : null,
    opBytes: copiedBytes(cell),
  };
}

/**
 * TFLOP/s of a prompt with 2 operations per parameter and token (Kaplan et al. 2020, arXiv 2001.08361, section 2.1). The
 * token embeddings are counted as if they were multiplied at every position: too high if they are a large part of a model.
 */
export function promptTflops(
  { parameters, activeParameters }: LanguageModel,
  tokensPerSecond: number,
): number {
  return (2 * (activeParameters ?? parameters) * tokensPerSecond) / 1e12;
}

/** Bytes of weights read for each token, assuming that all experts of a file have the same format. */
export function bytesPerToken({ bytes, parameters, activeParameters }: LanguageModel): number {
  return activeParameters === null ? bytes : (bytes * activeParameters) / parameters;
}
