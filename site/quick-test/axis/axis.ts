/** @file The axes of the quick test, one for each part. Pure. */
import type { PartId } from '../measure/parts.ts';

export interface Axis {
  part: PartId;
  /** What is counted, in words: "TFLOP/s of a float32 matrix product". */
  title: string;
  unit: 'TFLOP/s' | 'samples/s';
}

/** In the order of the parts. */
export const axes: readonly Axis[] = [
  { part: 'product', title: 'TFLOP/s of a float32 matrix product', unit: 'TFLOP/s' },
  { part: 'small-net', title: 'Samples per second, training the MNIST CNN in float32', unit: 'samples/s' },
  { part: 'half-product', title: 'TFLOP/s of a float16 matrix product', unit: 'TFLOP/s' },
  { part: 'attention', title: 'TFLOP/s of attention in float32', unit: 'TFLOP/s' },
  { part: 'large-net', title: 'Samples per second, training VGG16 in float32', unit: 'samples/s' },
];
