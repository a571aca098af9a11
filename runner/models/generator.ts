/**
 * @file Weights and batches from one counter-based hash, equal to the bit on every engine.
 *
 * The recipe, in 32-bit unsigned integers that wrap (copy it to port it; `generator.test.ts` holds golden values):
 *   mix(x):  x ^= x >> 16;  x *= 0x7feb352d;  x ^= x >> 15;  x *= 0x846ca68b;  x ^= x >> 16
 *   key(seed, stream) = mix(mix(seed) + stream)
 *   bits(key, i)      = mix(mix(i) + key)
 *   uniform(key, i)   = (bits(key, i) >> 8) * 2^-24      in [0, 1), exact in float32
 * `mix` is lowbias32 of Chris Wellons' hash-prospector (github.com/skeeto/hash-prospector, public domain).
 *
 * Streams: weight number w of the model uses stream w; the four below serve batches and matrices.
 * A weight is float32((2 * uniform - 1) * limit), with the product and limit = sqrt(6 / fan) in float64.
 * A pixel is float32((pattern + noise) / 2); `pattern` is a uniform of the class for each block of 4x4 pixels and each
 * channel, `noise` a uniform of the sample: classes differ by a picture that a net can learn.
 */
import type { Model } from './layers.ts';
import { modelWeights, product, type Weight } from './shapes.ts';

export const LABEL_STREAM = 0x1000_0001;
export const PATTERN_STREAM = 0x1000_0002;
export const NOISE_STREAM = 0x1000_0003;
export const DROPOUT_STREAM = 0x1000_0004;
/** Matrix m of `matmul` uses stream MATRIX_STREAM + m. */
export const MATRIX_STREAM = 0x2000_0000;

/** Side of the square of pixels that share a pattern value: coarse enough to survive the first two pools. */
const PATTERN_BLOCK = 4;

const UNIT = 2 ** -24;

/** Bijective mixer of a 32-bit integer. */
export function mix(value: number): number {
  let x = value;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

export const streamKey = (seed: number, stream: number): number => mix((mix(seed) + stream) | 0);

export const bits = (key: number, index: number): number => mix((mix(index) + key) | 0);

/** A multiple of 2^-24 in [0, 1). */
export const uniform = (key: number, index: number): number => (bits(key, index) >>> 8) * UNIT;

/** `length` values uniform in [-limit, limit). */
export function uniformArray(key: number, length: number, limit: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = (2 * uniform(key, i) - 1) * limit;
  return values;
}

/** Start values of one trainable array, row-major; `number` is its place in `modelWeights`. */
export function weightValues(weight: Weight, seed: number, number: number): Float32Array<ArrayBuffer> {
  const length = product(weight.shape);
  return weight.limit === 0
    ? new Float32Array(length)
    : uniformArray(streamKey(seed, number), length, weight.limit);
}

/** Start values of every trainable array, in the order of `modelWeights`. */
export const modelValues = (model: Model, seed: number): Float32Array<ArrayBuffer>[] =>
  modelWeights(model).map((weight, number) => weightValues(weight, seed, number));

export interface Batch {
  /** Shape [samples, ...inputShape], row-major, each value in [0, 1). */
  inputs: Float32Array<ArrayBuffer>;
  /** Class of each sample. */
  labels: Int32Array<ArrayBuffer>;
}

/** Samples `first` to `first + count - 1` of the endless synthetic data set of a model. */
export function createBatch(
  model: Pick<Model, 'inputShape' | 'classes'>,
  seed: number,
  first: number,
  count: number,
): Batch {
  const [height, width, channels] = model.inputShape as [number, number, number];
  const blocksX = Math.ceil(width / PATTERN_BLOCK);
  const blocksY = Math.ceil(height / PATTERN_BLOCK);
  const labelKey = streamKey(seed, LABEL_STREAM);
  const patternKey = streamKey(seed, PATTERN_STREAM);
  const noiseKey = streamKey(seed, NOISE_STREAM);
  const inputs = new Float32Array(count * height * width * channels);
  const labels = new Int32Array(count);
  let at = 0;
  let noiseAt = first * height * width * channels;
  for (let sample = 0; sample < count; sample++) {
    const label = bits(labelKey, first + sample) % model.classes;
    labels[sample] = label;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const block =
          (label * blocksY + Math.floor(y / PATTERN_BLOCK)) * blocksX + Math.floor(x / PATTERN_BLOCK);
        for (let channel = 0; channel < channels; channel++) {
          const pattern = uniform(patternKey, block * channels + channel);
          inputs[at++] = (pattern + uniform(noiseKey, noiseAt++)) / 2;
        }
      }
    }
  }
  return { inputs, labels };
}

/** Labels as rows with a single one: shape [labels, classes]. */
export function oneHot(labels: Int32Array, classes: number): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    rows[row * classes + label] = 1;
  });
  return rows;
}
