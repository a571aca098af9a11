/** @file A convolution and its two gradients as plain loops over the same pairs of elements. */
import type {
  Convolution,
  ConvolutionFilterGradient,
  ConvolutionInputGradient,
  ConvolutionShape,
} from '../../graph/operation.ts';
import type { Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';

/** Indices of an image's element, a filter's and the output's whose product is one term of a convolution. */
type Visit = (image: number, filter: number, out: number) => void;

/** Calls `visit` for each channel and filter of one position of the output and one of the filter. */
function visitPair(
  { channels, filters }: ConvolutionShape,
  imageStart: number,
  filterStart: number,
  outStart: number,
  visit: Visit,
): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let filter = 0; filter < filters; filter++) {
      visit(imageStart + channel, filterStart + channel * filters + filter, outStart + filter);
    }
  }
}

/** Calls `visit` for each term of one position of the output; terms whose element of the image is in the border are 0. */
function visitPosition(
  shape: ConvolutionShape,
  image: number,
  outY: number,
  outX: number,
  visit: Visit,
): void {
  const { height, width, channels, filters, kernel, stride, padTop, padLeft, outHeight, outWidth } = shape;
  const outStart = ((image * outHeight + outY) * outWidth + outX) * filters;
  for (let kernelY = 0; kernelY < kernel; kernelY++) {
    for (let kernelX = 0; kernelX < kernel; kernelX++) {
      const y = outY * stride + kernelY - padTop;
      const x = outX * stride + kernelX - padLeft;
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      const imageStart = ((image * height + y) * width + x) * channels;
      const filterStart = (kernelY * kernel + kernelX) * channels * filters;
      visitPair(shape, imageStart, filterStart, outStart, visit);
    }
  }
}

function visitTerms(shape: ConvolutionShape, visit: Visit): void {
  for (let image = 0; image < shape.batch; image++) {
    for (let outY = 0; outY < shape.outHeight; outY++) {
      for (let outX = 0; outX < shape.outWidth; outX++) visitPosition(shape, image, outY, outX, visit);
    }
  }
}

export function runConvolution(operation: Convolution, memory: Memory, finish: Finish): void {
  const image = memory.of(operation.image);
  const filter = memory.of(operation.filter);
  const out = memory.of(operation.out).fill(0);
  visitTerms(operation.shape, (imageAt, filterAt, outAt) => {
    out[outAt]! += image[imageAt]! * filter[filterAt]!;
  });
  out.forEach((sum, at) => {
    out[at] = finish(sum, at);
  });
}

export function runConvolutionInputGradient(
  operation: ConvolutionInputGradient,
  memory: Memory,
  finish: Finish,
): void {
  const gradient = memory.of(operation.gradient);
  const filter = memory.of(operation.filter);
  const out = memory.of(operation.out).fill(0);
  visitTerms(operation.shape, (imageAt, filterAt, outAt) => {
    out[imageAt]! += gradient[outAt]! * filter[filterAt]!;
  });
  out.forEach((sum, at) => {
    out[at] = finish(sum, at);
  });
}

export function runConvolutionFilterGradient(operation: ConvolutionFilterGradient, memory: Memory): void {
  const image = memory.of(operation.image);
  const gradient = memory.of(operation.gradient);
  const out = memory.of(operation.out).fill(0);
  visitTerms(operation.shape, (imageAt, filterAt, outAt) => {
    out[filterAt]! += image[imageAt]! * gradient[outAt]!;
  });
}
