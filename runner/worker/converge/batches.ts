/** @file The batches of an epoch, and their images as floats. Pure. */
import { product } from '../../models/shapes.ts';

/** Calls `use` with each batch of indices; the last batch may be smaller, as in `model.fit`. */
export async function inBatches(
  places: Int32Array<ArrayBuffer>,
  size: number,
  use: (places: Int32Array<ArrayBuffer>, step: number) => Promise<void>,
): Promise<void> {
  for (let first = 0, step = 0; first < places.length; first += size, step++) {
    await use(places.subarray(first, first + size), step);
  }
}

/** The different sizes of these batches, the usual one first. */
export function batchSizes(samples: number, size: number): number[] {
  const usual = Math.min(samples, size);
  const last = samples % usual;
  return last === 0 ? [usual] : [usual, last];
}

/** Shape of one image: [height, width, channels]. */
export type ImageShape = readonly [number, number, number];

/** The images at these indices as floats in [0, 1]. */
export function scaled(
  images: Uint8Array,
  places: Iterable<number>,
  count: number,
  shape: ImageShape,
): Float32Array<ArrayBuffer> {
  const size = product(shape);
  const values = new Float32Array(count * size);
  let at = 0;
  for (const place of places) {
    for (let from = place * size, to = from + size; from < to; from++) values[at++] = images[from]! / 255;
  }
  return values;
}

export const labelsAt = (labels: Uint8Array, places: ArrayLike<number>): Int32Array<ArrayBuffer> =>
  Int32Array.from(places, (place) => labels[place]!);

/**
 * The factor by which a net's input is larger than the images of a data set.
 * @throws Error if it is not a whole number
 */
export function enlargement(shape: ImageShape, inputShape: readonly number[]): number {
  const factor = inputShape[0]! / shape[0];
  const fits = inputShape.join() === [shape[0] * factor, shape[1] * factor, shape[2]].join();
  if (!fits || !Number.isInteger(factor)) {
    throw new Error(`images of [${shape}] cannot be enlarged to [${inputShape}] by a whole number`);
  }
  return factor;
}
