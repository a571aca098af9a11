/** @file Maximum pooling and its gradient as plain loops. */
import type { MaxPool, MaxPoolGradient, PoolShape } from '../../graph/operation.ts';
import type { Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';

/** Index in `input` of the first largest element of the window whose upper left element has index `start`. */
function largestOf({ width, channels, size }: PoolShape, input: Float64Array, start: number): number {
  let largest = start;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = start + (y * width + x) * channels;
      if (input[at]! > input[largest]!) largest = at;
    }
  }
  return largest;
}

/** Index in the input of the largest element of each window, in the order of the output. */
function findLargest(shape: PoolShape, input: Float64Array): number[] {
  const { batch, height, width, channels, size } = shape;
  const found: number[] = [];
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y + size <= height; y += size) {
      for (let x = 0; x + size <= width; x += size) {
        for (let channel = 0; channel < channels; channel++) {
          const start = ((image * height + y) * width + x) * channels + channel;
          found.push(largestOf(shape, input, start));
        }
      }
    }
  }
  return found;
}

export function runMaxPool({ shape, ...values }: MaxPool, memory: Memory, finish: Finish): void {
  const input = memory.of(values.input);
  const out = memory.of(values.out);
  findLargest(shape, input).forEach((largest, at) => {
    out[at] = finish(input[largest]!, at);
  });
}

export function runMaxPoolGradient(
  { shape, ...values }: MaxPoolGradient,
  memory: Memory,
  finish: Finish,
): void {
  const gradient = memory.of(values.gradient);
  const out = memory.of(values.out).fill(0);
  findLargest(shape, memory.of(values.input)).forEach((largest, at) => {
    out[largest] = gradient[at]!;
  });
  out.forEach((x, at) => {
    out[at] = finish(x, at);
  });
}
