/**
 * @file Generates weights and batches from one counter-based hash, bit-identical in every engine.
 *
 * The algorithm, in 32-bit unsigned integers that wrap (`generator.test.ts` has golden values for ports):
 *   mix(x):  x ^= x >> 16;  x *= 0x7feb352d;  x ^= x >> 15;  x *= 0x846ca68b;  x ^= x >> 16
 *   key(seed, stream) = mix(mix(seed) + stream)
 *   bits(key, i)      = mix(mix(i) + key)
 *   uniform(key, i)   = (bits(key, i) >> 8) * 2^-24      in [0, 1), exact in float32
 * `mix` is lowbias32 of Chris Wellons' hash-prospector (github.com/skeeto/hash-prospector, public domain).
 *
 * Streams: weight number w of a net uses stream w; the constants below are the streams of batches and matrices.
 * A weight is float32((2 * uniform - 1) * limit), with the product and limit in float64.
 *
 * Samples come from one endless data set and are numbered from 0. Sample s has class bits(LABEL, s) mod classes; its
 * values are numbered n = s * (values per sample) + index, row-major.
 *   image:    float32((pattern + noise) / 2); noise = uniform(NOISE, n); pattern is one value per class, block of 4x4
 *             pixels and channel: uniform(PATTERN, ((class * blocksY + y / 4) * blocksX + x / 4) * channels + channel)
 *   tokens:   r = bits(NOISE, n) and q = r >> 1; if r is even the token is q mod vocabulary, otherwise it is one of 32
 *             words of the class: bits(PATTERN, class * 32 + q mod 32) mod vocabulary
 *   features: 2 * uniform(NOISE, n) - 1, exact in float32
 * Classes therefore differ by a picture or by words that a net can learn, at any length.
 */
import type { Model, Net } from './layers.ts';
import { modelWeights, product } from './shapes.ts';
import type { Weight } from './weights.ts';

const LABEL_STREAM = 0x1000_0001;
const PATTERN_STREAM = 0x1000_0002;
export const NOISE_STREAM = 0x1000_0003;
export const DROPOUT_STREAM = 0x1000_0004;
/** Matrix m of `matmul` uses stream MATRIX_STREAM + m. */
export const MATRIX_STREAM = 0x2000_0000;
/** Column j of the products of set s has sign j of SUM_STREAM + s. */
export const SUM_STREAM = 0x5000_0000;
/** The first position of a turned sequence is drawn from this stream. */
export const TURN_STREAM = 0x5800_0000;
/** Source s of `copy` uses stream COPY_STREAM + s. */
export const COPY_STREAM = 0x4000_0000;

/** Batch normalization n uses AVERAGE_STREAM + 2 n for its mean and the next for its variance. */
const AVERAGE_STREAM = 0x6000_0000;

/** Signs k of trained array a use SIGN_STREAM + SIGN_SETS a + k. */
const SIGN_STREAM = 0x7000_0000;
export const SIGN_SETS = 4;

/** Side of the square of pixels that share a pattern value; large enough to survive the first two pooling layers. */
const PATTERN_BLOCK = 4;

/** Number of words that are frequent in the sequences of one class. */
const CLASS_WORDS = 32;

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

/** Initial values of one trainable array, row-major; `number` is its index in `modelWeights`. */
export function weightValues(
  { shape, start }: Weight,
  seed: number,
  number: number,
): Float32Array<ArrayBuffer> {
  const length = product(shape);
  return start.kind === 'constant'
    ? new Float32Array(length).fill(start.value)
    : uniformArray(streamKey(seed, number), length, start.limit);
}

/** Initial values of all trainable arrays, in the order of `modelWeights`. */
export const modelValues = (
  net: Pick<Net, 'inputShape' | 'layers'>,
  seed: number,
): Float32Array<ArrayBuffer>[] =>
  modelWeights(net).map((weight, number) => weightValues(weight, seed, number));

/**
 * Running averages that a check gives to batch normalization `number` (in the order of the layers, depth first): means in
 * [-0.25, 0.25) and variances in [0.5, 1.5), so that a pass that ignores them is wrong.
 */
export function averageValues(seed: number, number: number, channels: number) {
  const stream = AVERAGE_STREAM + 2 * number;
  return {
    means: uniformArray(streamKey(seed, stream), channels, 0.25),
    variances: uniformArray(streamKey(seed, stream + 1), channels, 0.5).map((value) => value + 1),
  };
}

/** +1 or -1 for each of `count` places. */
export const signs = (key: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => (bits(key, i) & 1 ? 1 : -1));

/** Bits of a hash. */
const WORD = 32;

/** The sum of an array's values with one of its `SIGN_SETS` sets of signs: + where the bit of the element is set. */
export function signedSum(seed: number, array: number, set: number, values: ArrayLike<number>): number {
  const key = streamKey(seed, SIGN_STREAM + SIGN_SETS * array + set);
  let sum = 0;
  for (let first = 0, number = 0; first < values.length; first += WORD, number++) {
    const end = Math.min(first + WORD, values.length);
    let word = bits(key, number);
    for (let i = first; i < end; i++, word >>>= 1) sum += word & 1 ? values[i]! : -values[i]!;
  }
  return sum;
}

export interface Batch {
  /** Shape [samples, ...inputShape], row-major: images in [0, 1), features in [-1, 1), tokens as whole numbers. */
  inputs: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  /** Class of each sample; 0 for a net without classes. */
  labels: Int32Array<ArrayBuffer>;
}

/** A net and, if it has any, its number of classes. */
export type BatchSource = Pick<Net, 'inputShape' | 'input'> & Partial<Pick<Model, 'classes'>>;

function images(
  inputShape: readonly number[],
  seed: number,
  first: number,
  labels: Int32Array,
): Float32Array<ArrayBuffer> {
  const [height, width, channels] = inputShape as [number, number, number];
  const blocksX = Math.ceil(width / PATTERN_BLOCK);
  const blocksY = Math.ceil(height / PATTERN_BLOCK);
  const patternKey = streamKey(seed, PATTERN_STREAM);
  const noiseKey = streamKey(seed, NOISE_STREAM);
  const values = new Float32Array(labels.length * height * width * channels);
  let at = 0;
  let noiseAt = first * height * width * channels;
  for (const label of labels) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const block =
          (label * blocksY + Math.floor(y / PATTERN_BLOCK)) * blocksX + Math.floor(x / PATTERN_BLOCK);
        for (let channel = 0; channel < channels; channel++) {
          const pattern = uniform(patternKey, block * channels + channel);
          values[at++] = (pattern + uniform(noiseKey, noiseAt++)) / 2;
        }
      }
    }
  }
  return values;
}

function tokens(
  length: number,
  vocabulary: number,
  seed: number,
  first: number,
  labels: Int32Array,
): Int32Array<ArrayBuffer> {
  const patternKey = streamKey(seed, PATTERN_STREAM);
  const noiseKey = streamKey(seed, NOISE_STREAM);
  return Int32Array.from({ length: labels.length * length }, (_, at) => {
    const random = bits(noiseKey, first * length + at);
    const choice = random >>> 1;
    if (random % 2 === 0) return choice % vocabulary;
    const label = labels[Math.floor(at / length)]!;
    return bits(patternKey, label * CLASS_WORDS + (choice % CLASS_WORDS)) % vocabulary;
  });
}

function features(size: number, seed: number, first: number, count: number): Float32Array<ArrayBuffer> {
  const noiseKey = streamKey(seed, NOISE_STREAM);
  return Float32Array.from({ length: count * size }, (_, at) => 2 * uniform(noiseKey, first * size + at) - 1);
}

/** Generates samples `first` to `first + count - 1` of the endless synthetic data set of a net. */
export function createBatch(net: BatchSource, seed: number, first: number, count: number): Batch {
  const labelKey = streamKey(seed, LABEL_STREAM);
  const labels = Int32Array.from(
    { length: count },
    (_, at) => bits(labelKey, first + at) % (net.classes ?? 1),
  );
  const { inputShape, input } = net;
  switch (input.kind) {
    case 'image':
      return { inputs: images(inputShape, seed, first, labels), labels };
    case 'tokens':
      return { inputs: tokens(product(inputShape), input.vocabulary, seed, first, labels), labels };
    case 'features':
      return { inputs: features(product(inputShape), seed, first, count), labels };
    default:
      return input satisfies never;
  }
}

/** One-hot labels of shape [labels, classes]. */
export function oneHot(labels: Int32Array, classes: number): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    rows[row * classes + label] = 1;
  });
  return rows;
}
