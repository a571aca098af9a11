/** @file Batches of a data set as host arrays. */
import type { Samples } from '../../../datasets/samples.ts';
import { enlargement, type ImageShape, labelsAt, scaled } from '../../../worker/converge/batches.ts';

export interface HostBatch {
  /** Shape [samples, ...inputShape], values in [0, 1]. */
  inputs: Float32Array<ArrayBuffer>;
  /** Class of each sample. */
  labels: Int32Array<ArrayBuffer>;
}

export interface Feed {
  /** Number of samples in the set. */
  samples: number;
  /** Samples at these indices of the set, in this order. */
  batch(places: Int32Array): HostBatch;
}

/** Repeats every pixel of images [samples, height, width, channels] `factor` times in both directions. */
export function enlarge(
  images: Float32Array<ArrayBuffer>,
  [, width, channels]: ImageShape,
  factor: number,
): Float32Array<ArrayBuffer> {
  if (factor === 1) return images;
  const rowSize = width * channels;
  const wideSize = rowSize * factor;
  const enlarged = new Float32Array(images.length * factor ** 2);
  for (let from = 0, to = 0; from < images.length; from += rowSize, to += wideSize * factor) {
    for (let at = 0; at < wideSize; at++) {
      const pixel = Math.floor(at / (channels * factor));
      enlarged[to + at] = images[from + pixel * channels + (at % channels)]!;
    }
    for (let copy = 1; copy < factor; copy++) {
      enlarged.copyWithin(to + copy * wideSize, to, to + wideSize);
    }
  }
  return enlarged;
}

/** @throws Error if a net's input is not a whole number of times as large as the images of its data set */
export function openFeed(
  { images, labels }: Samples,
  shape: ImageShape,
  inputShape: readonly number[],
): Feed {
  const factor = enlargement(shape, inputShape);
  return {
    samples: labels.length,
    batch: (places) => ({
      inputs: enlarge(scaled(images, places, places.length, shape), shape, factor),
      labels: labelsAt(labels, places),
    }),
  };
}
