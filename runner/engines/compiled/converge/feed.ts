/** @file Batches of a data set as host arrays. */
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Samples } from '../../../datasets/samples.ts';
import { product } from '../../../models/shapes.ts';
import { enlargement, type ImageShape, labelsAt, scaled } from '../../../worker/converge/batches.ts';

/** A set is kept as floats on the host up to this size: all of MNIST and CIFAR-100 are. */
const FLOATS_LIMIT_BYTES = 1024 ** 3;

export interface HostBatch {
  /** Shape [samples, ...inputShape], values in [0, 1]; only valid until the next batch of as many samples. */
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

/**
 * Writes images [samples, height, width, channels] with every pixel repeated `factor` times in both directions.
 * @param enlarged as many images, `factor` times as high and wide
 */
export function enlarge(
  images: Float32Array,
  [, width, channels]: ImageShape,
  factor: number,
  enlarged: Float32Array,
): void {
  const rowSize = width * channels;
  const wideSize = rowSize * factor;
  let to = 0;
  for (let row = 0; row < images.length; row += rowSize) {
    const first = to;
    for (let pixel = row; pixel < row + rowSize; pixel += channels) {
      for (let copy = 0; copy < factor; copy++) {
        for (let channel = 0; channel < channels; channel++) enlarged[to++] = images[pixel + channel]!;
      }
    }
    for (let copy = 1; copy < factor; copy++, to += wideSize) {
      enlarged.copyWithin(to, first, first + wideSize);
    }
  }
}

/** Images at the size of the data set. */
type Gather = (places: Int32Array) => Float32Array<ArrayBuffer>;

/** Scales the whole set once; a batch only copies. */
function fromFloats({ images, labels }: Samples, shape: ImageShape): Gather {
  const size = product(shape);
  const floats = scaled(images, labels.keys(), labels.length, shape);
  return (places) => {
    const values = new Float32Array(places.length * size);
    places.forEach((place, number) => {
      values.set(floats.subarray(place * size, (place + 1) * size), number * size);
    });
    return values;
  };
}

const fromBytes =
  ({ images }: Samples, shape: ImageShape): Gather =>
  (places) =>
    scaled(images, places, places.length, shape);

/**
 * The naive recipe scales bytes to floats for every batch; the optimized one scales a set once, unless it is too large.
 * @throws Error if a net's input is not a whole number of times as large as the images of its data set
 */
export function openFeed(
  recipe: Recipe,
  samples: Samples,
  shape: ImageShape,
  inputShape: readonly number[],
): Feed {
  const factor = enlargement(shape, inputShape);
  const { images, labels } = samples;
  const fits = images.length * Float32Array.BYTES_PER_ELEMENT <= FLOATS_LIMIT_BYTES;
  const gather = (recipe === 'optimized' && fits ? fromFloats : fromBytes)(samples, shape);
  // Large arrays are used again, because the system takes long to provide new ones.
  const arrays = new Map<number, Float32Array<ArrayBuffer>>();

  function inputsAt(places: Int32Array): Float32Array<ArrayBuffer> {
    const small = gather(places);
    if (factor === 1) return small;
    const enlarged = arrays.get(places.length) ?? new Float32Array(small.length * factor ** 2);
    arrays.set(places.length, enlarged);
    enlarge(small, shape, factor, enlarged);
    return enlarged;
  }

  return {
    samples: labels.length,
    batch: (places) => ({ inputs: inputsAt(places), labels: labelsAt(labels, places) }),
  };
}
