/** @file How many batches a task uses in turn. Pure. */
import type { Net } from '../models/layers.ts';
import { product } from '../models/shapes.ts';

/** Batches that are used in turn, so that no cache holds the values of the next one. */
const MOST_BATCHES = 4;

/** A batch of this size leaves no cache anything of the one before, so that fewer of them do. */
const ENOUGH_BYTES = 256 * 2 ** 20;

/** How many batches are used in turn; large ones are fewer, or their copies would leave no memory to compute in. */
export function batchCount(net: Pick<Net, 'inputShape'>, batchSize: number): number {
  const batchBytes = 4 * batchSize * product(net.inputShape);
  return Math.max(1, Math.min(MOST_BATCHES, Math.floor(ENOUGH_BYTES / batchBytes)));
}
