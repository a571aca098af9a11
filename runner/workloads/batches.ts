/** @file The number of batches that a task uses in turn. Pure. */
import type { Net } from '../models/layers.ts';
import { product } from '../models/shapes.ts';

/** Most batches used in turn, so that no cache holds the values of the next one. */
const MAX_BATCHES = 4;

/** Total size above which fewer batches suffice: one of this size already evicts the previous one from every cache. */
const ENOUGH_BYTES = 256 * 2 ** 20;

/** Number of batches used in turn. Fewer for large batches, whose copies would leave no memory for computing. */
export function batchCount(net: Pick<Net, 'inputShape'>, batchSize: number): number {
  const batchBytes = 4 * batchSize * product(net.inputShape);
  return Math.max(1, Math.min(MAX_BATCHES, Math.floor(ENOUGH_BYTES / batchBytes)));
}
