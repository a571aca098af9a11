/** @file Batches of a data set for tfjs: from the host at every step, or from arrays that stay on the device. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Dataset, Samples } from '../../../datasets/samples.ts';
import { product } from '../../../models/shapes.ts';
import type { TfjsBackend } from '../backend/backend.ts';

/** Samples of a data set stay on the device up to this size as floats: the 220 MB of MNIST do, CIFAR-100 does not. */
const RESIDENT_LIMIT_BYTES = 256 * 1024 ** 2;

/** A buffer of WebGPU may be as small as 128 MiB, so that resident samples lie in several arrays. */
const CHUNK_BYTES = 64 * 1024 ** 2;

export interface FeedBatch {
  /** Shape [samples, ...inputShape], values in [0, 1]. */
  inputs: tf.Tensor;
  /** Class of each sample, in the order of `inputs`. */
  labels: Int32Array<ArrayBuffer>;
}

export interface Feed {
  /** Number of samples of the set. */
  samples: number;
  /** Samples at these places of the set, in any order; the caller disposes `inputs`. */
  batch(places: Int32Array): FeedBatch;
  /** Arrays that stay on the device. */
  resident: readonly tf.Tensor[];
  dispose(): void;
}

/** Bytes of the images at some places, as floats in [0, 1]. */
function scaled(images: Uint8Array, places: Iterable<number>, count: number, size: number) {
  const values = new Float32Array(count * size);
  let at = 0;
  for (const place of places) {
    for (let from = place * size, to = from + size; from < to; from++) values[at++] = images[from]! / 255;
  }
  return values;
}

const labelsAt = (labels: Uint8Array, places: ArrayLike<number>) =>
  Int32Array.from(places, (place) => labels[place]!);

type Shape = readonly [number, number, number];

/**
 * Repeats every pixel of images [samples, height, width, channels] `factor` times in both directions (nearest
 * neighbor). By copying: kernels that resize compute positions in float32, and some round them.
 */
export function enlarge(images: tf.Tensor, [height, width, channels]: Shape, factor: number): tf.Tensor {
  if (factor === 1) return images;
  return tf.tidy(() => {
    const samples = images.shape[0]!;
    const wide = tf.tile(tf.reshape(images, [samples * height * width, 1, channels]), [1, factor, 1]);
    const rows = tf.reshape(wide, [samples * height, 1, width * factor * channels]);
    return tf.reshape(tf.tile(rows, [1, factor, 1]), [samples, height * factor, width * factor, channels]);
  });
}

/**
 * How many times larger a net wants the images of a data set.
 * @throws Error where that is no whole number
 */
export function enlargement(shape: Shape, inputShape: readonly number[]): number {
  const factor = inputShape[0]! / shape[0];
  const fits = inputShape.join() === [shape[0] * factor, shape[1] * factor, shape[2]].join();
  if (!fits || !Number.isInteger(factor)) {
    throw new Error(`images of [${shape}] cannot be enlarged to [${inputShape}] by a whole number`);
  }
  return factor;
}

function hostFeed({ images, labels }: Samples, shape: Shape, factor: number): Feed {
  const size = product(shape);
  return {
    samples: labels.length,
    batch: (places) => {
      const values = scaled(images, places, places.length, size);
      const small = tf.tensor(values, [places.length, ...shape]);
      const inputs = enlarge(small, shape, factor);
      if (inputs !== small) small.dispose();
      return { inputs, labels: labelsAt(labels, places) };
    },
    resident: [],
    dispose: () => {},
  };
}

/** Every batch gathers its samples from each of the arrays; within a batch their order makes no difference. */
function residentFeed({ images, labels }: Samples, shape: Shape, factor: number): Feed {
  const size = product(shape);
  const perChunk = Math.floor(CHUNK_BYTES / 4 / size);
  const chunks = Array.from({ length: Math.ceil(labels.length / perChunk) }, (_, number) => {
    const first = number * perChunk;
    const count = Math.min(perChunk, labels.length - first);
    return tf.tensor2d(scaled(images.subarray(first * size), Array(count).keys(), count, size), [
      count,
      size,
    ]);
  });
  return {
    samples: labels.length,
    batch: (places) => {
      const sorted = places.toSorted();
      const inputs = tf.tidy(() => {
        const parts = chunks.flatMap((chunk, number) => {
          const here = sorted.filter((place) => Math.floor(place / perChunk) === number);
          if (here.length === 0) return [];
          return tf.gather(
            chunk,
            tf.tensor1d(
              here.map((place) => place - number * perChunk),
              'int32',
            ),
          );
        });
        const small = tf.reshape(parts.length === 1 ? parts[0]! : tf.concat(parts), [
          places.length,
          ...shape,
        ]);
        return enlarge(small, shape, factor);
      });
      return { inputs, labels: labelsAt(labels, sorted) };
    },
    resident: chunks,
    dispose: () => tf.dispose(chunks),
  };
}

export interface Feeds {
  train: Feed;
  test: Feed;
}

/**
 * Batches of a data set, enlarged on the device to what the net wants. The optimized recipe keeps a small set on the
 * device; the naive one, and any for a large set, scales bytes to floats on the host and uploads every batch.
 */
export async function openFeeds(
  backend: TfjsBackend,
  recipe: Recipe,
  { shape, train, test }: Dataset,
  inputShape: readonly number[],
): Promise<Feeds> {
  const factor = enlargement(shape, inputShape);
  const bytes = (train.images.length + test.images.length) * Float32Array.BYTES_PER_ELEMENT;
  const open = recipe === 'optimized' && bytes <= RESIDENT_LIMIT_BYTES ? residentFeed : hostFeed;
  const feeds = { train: open(train, shape, factor), test: open(test, shape, factor) };
  // A backend may upload an array when it is first used; that is to be before the clock runs.
  for (const tensor of [...feeds.train.resident, ...feeds.test.resident]) {
    const one = tf.tidy(() => tf.slice(tensor, [0, 0], [1, 1]));
    await backend.finish(one);
    one.dispose();
  }
  return feeds;
}
