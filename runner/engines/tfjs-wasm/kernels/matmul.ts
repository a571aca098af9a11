/**
 * @file Matrix products on XNNPACK. The stock kernel uses XNNPACK only for a single pair that is not transposed, and
 * plain loops for everything else. Therefore operands are transposed first, and pairs are multiplied one by one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type Backend, chain, type Run } from './chain.ts';

/** Swaps the last two dimensions. */
function swapped(run: Run, x: tf.TensorInfo): tf.TensorInfo {
  const perm = x.shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return run('Transpose')({ x }, { perm });
}

/** Makes a kernel that calls the stock kernel only with inputs it is fast at. */
export type Multiply = (
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: Backend,
) => tf.TensorInfo;

/** @param stock a kernel for products, with or without bias and activation */
export const untransposed =
  (stock: Multiply): Multiply =>
  (inputs, attrs, backend) => {
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    return chain(backend, (run) => {
      const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const plain = {
        ...inputs,
        a: transposeA ? swapped(run, a) : a,
        b: transposeB ? swapped(run, b) : b,
      };
      return stock(plain, { ...attrs, transposeA: false, transposeB: false }, backend);
    });
  };

/** Below this number of MACs per pair, the stock loop (about 1 GMAC/s) is faster than 0.3 ms of calls per pair. */
const SMALL_MACS = 300_000;

/** Number of matrices in an operand. */
const pairs = ({ shape }: tf.TensorInfo): number => tf.util.sizeFromShape(shape.slice(0, -2));

/** A copy of matrix number `index` of an operand. The stock slice would read the whole operand. */
function matrix(backend: Backend, x: tf.TensorInfo, index: number): tf.TensorInfo {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const [one, size] = [backend.makeOutput([1, rows, columns], 'float32'), rows * columns];
  const all = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(one).set(all.subarray(index * size, (index + 1) * size));
  return one;
}

/**
 * Operands that broadcast are left to the stock kernel: none of our nets has them.
 * @param stock a kernel for products without transposed operands
 */
export const pairByPair =
  (stock: Multiply): Multiply =>
  (inputs, attrs, backend) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const count = pairs(a);
    const shape = [...a.shape.slice(0, -1), b.shape.at(-1)!];
    const size = tf.util.sizeFromShape(shape.slice(-2));
    const small = size * a.shape.at(-1)! < SMALL_MACS;
    if (count === 1 || pairs(b) !== count || small) return stock(inputs, attrs, backend);
    const output = backend.makeOutput(shape, 'float32');
    for (let index = 0; index < count; index++) {
      const pair = { a: matrix(backend, a, index), b: matrix(backend, b, index) };
      const product = stock(pair, attrs, backend);
      backend.typedArrayFromHeap(output).set(backend.typedArrayFromHeap(product), index * size);
      for (const { dataId } of [pair.a, pair.b, product]) backend.disposeData(dataId);
    }
    return output;
  };
