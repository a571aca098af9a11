/** @file The seed of a training run and the order of its samples, from the hash: the same on every engine. */
import { bits, streamKey, uniform } from '../models/generator.ts';

/** Distinct from the streams of weights, batches and operands. */
const RUN_STREAM = 0x4000_0001;
/** Epoch e shuffles by stream SHUFFLE_STREAM + e. */
const SHUFFLE_STREAM = 0x5000_0000;

/** Seed of one repetition; different for every `runIndex`, because the hash is a bijection. */
export const seedOfRun = (seed: number, runIndex: number): number =>
  bits(streamKey(seed, RUN_STREAM), runIndex);

/** Indices 0 to `count - 1` in random order (Fisher-Yates), different in every epoch. */
export function shuffled(seed: number, epoch: number, count: number): Int32Array<ArrayBuffer> {
  const key = streamKey(seed, SHUFFLE_STREAM + epoch);
  const order = Int32Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform(key, last) * (last + 1));
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}
