/** @file The gradient of a table lookup (gather); the stock backend has no such kernel. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './chain.ts';

/**
 * Adds row i of `x` [rows, ...row] to row `segmentIds[i]` of the output [numSegments, ...row]; ids out of range
 * are ignored, as in TensorFlow.
 */
export function unsortedSegmentSum(
  backend: Backend,
  x: tf.TensorInfo,
  segmentIds: tf.TensorInfo,
  numSegments: number,
): tf.TensorInfo {
  const output = backend.makeOutput([numSegments, ...x.shape.slice(segmentIds.shape.length)], 'float32');
  const sums = backend.typedArrayFromHeap(output).fill(0);
  const values = backend.typedArrayFromHeap(x);
  const ids = backend.typedArrayFromHeap(segmentIds);
  const width = values.length / ids.length;
  ids.forEach((id, row) => {
    if (id < 0 || id >= numSegments) return;
    const [to, from] = [id * width, row * width];
    for (let i = 0; i < width; i++) sums[to + i]! += values[from + i]!;
  });
  return output;
}
