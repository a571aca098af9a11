/** @file Batches of a data set for tfjs: uploaded at every step, or taken from resident arrays on the device. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Dataset, Samples } from '../../../datasets/samples.ts';
import { product } from '../../../models/shapes.ts';
import { enlargement, type ImageShape, labelsAt, scaled } from '../../../worker/converge/batches.ts';
import type { TfjsBackend } from '../backend/backend.ts';

/** A data set is kept on the device up to this size as floats: MNIST (220 MB) fits, CIFAR-100 does not. */
const RESIDENT_LIMIT_BYTES = 256 * 1024 ** 2;

/** WebGPU guarantees buffers of only 128 MiB, so resident samples are split into several arrays. */
const CHUNK_BYTES = 64 * 1024 ** 2;

export interface FeedBatch {
  /** Shape [samples, ...inputShape], values in [0, 1]. */
  inputs: tf.Tensor;
  /** Class of each sample, in the order of `inputs`. */
  labels: Int32Array<ArrayBuffer>;
}

export interface Feed {
  /** Number of samples in the set. */
  samples: number;
  /** Samples at these indices of the set, in any order; the caller disposes `inputs`. */
  batch(places: Int32Array): FeedBatch;
  /** The arrays that are kept on the device. */
  resident: readonly tf.Tensor[];
  dispose(): void;
}

/**
 * Repeats every pixel of images [samples, height, width, channels] `factor` times in both directions (nearest
 * neighbor). It copies because resize kernels compute positions in float32, and some round them differently.
 */
export function enlarge(images: tf.Tensor, [height, width, channels]: ImageShape, factor: number): tf.Tensor {
  if (factor === 1) return images;
  return tf.tidy(() => {
    const samples = images.shape[0]!;
    const wide = tf.tile(tf.reshape(images, [samples * height * width, 1, channels]), [1, factor, 1]);
    const rows = tf.reshape(wide, [samples * height, 1, width * factor * channels]);
    return tf.reshape(tf.tile(rows, [1, factor, 1]), [samples, height * factor, width * factor, channels]);
  });
}

function hostFeed({ images, labels }: Samples, shape: ImageShape, factor: number): Feed {
  return {
    samples: labels.length,
    batch: (places) => {
      const values = scaled(images, places, places.length, shape);
      const small = tf.tensor(values, [places.length, ...shape]);
      const inputs = enlarge(small, shape, factor);
      if (inputs !== small) small.dispose();
      return { inputs, labels: labelsAt(labels, places) };
    },
    resident: [],
    dispose: () => {},
  };
}

/** Gathers the samples of a batch from each array; their order within a batch does not matter. */
function residentFeed({ images, labels }: Samples, shape: ImageShape, factor: number): Feed {
  const size = product(shape);
  const perChunk = Math.floor(CHUNK_BYTES / 4 / size);
  const chunks = Array.from({ length: Math.ceil(labels.length / perChunk) }, (_, number) => {
    const first = number * perChunk;
    const count = Math.min(perChunk, labels.length - first);
    return tf.tensor2d(scaled(images.subarray(first * size), Array(count).keys(), count, shape), [
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
 * Batches of a data set, enlarged on the device to the input size of the net. The optimized recipe keeps a small set on
 * the device. The naive recipe, and both for a large set, scale bytes to floats on the host and upload every batch.
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
  // A backend may upload an array on first use; this does it before timing starts.
  for (const tensor of [...feeds.train.resident, ...feeds.test.resident]) {
    const one = tf.tidy(() => tf.slice(tensor, [0, 0], [1, 1]));
    await backend.finish(one);
    one.dispose();
  }
  return feeds;
}
