/** @file The three directions of a convolution, and those of a net. */

import { matmulTolerance } from '../../../../data/derive/rounding.ts';
import type { ConvolutionShape } from '../../../../runner/engines/compiled/graph/operation.ts';
import type { Conv2d, Model } from '../../../../runner/models/layers.ts';
import { type LayerShape, modelShapes } from '../../../../runner/models/shapes.ts';
import { pick } from './pick.ts';
import type { ConvolutionProblem, Definition, ExpectedRow } from './problem.ts';

const CHECKED_ROWS = 3;

export const DIRECTIONS = [
  'convolution',
  'convolution-input-gradient',
  'convolution-filter-gradient',
] as const satisfies readonly ConvolutionProblem['kind'][];

const sizesOf = ({
  batch,
  height,
  width,
  channels,
  filters,
  kernel,
  outHeight,
  outWidth,
}: ConvolutionShape) => ({
  image: [batch, height, width, channels],
  filter: [kernel, kernel, channels, filters],
  gradient: [batch, outHeight, outWidth, filters],
});

/** A position of an image and one of its output, both counted row by row, and the tap of the filter between them. */
interface Contact {
  image: number;
  output: number;
  tap: number;
}

/** All contacts of one image, without those in the padding. */
function contacts(shape: ConvolutionShape, wanted: (contact: Contact) => boolean): Contact[] {
  const { height, width, kernel, stride, padTop, padLeft, outHeight, outWidth } = shape;
  const found: Contact[] = [];
  for (let output = 0; output < outHeight * outWidth; output++) {
    for (let tap = 0; tap < kernel * kernel; tap++) {
      const y = Math.floor(output / outWidth) * stride + Math.floor(tap / kernel) - padTop;
      const x = (output % outWidth) * stride + (tap % kernel) - padLeft;
      const contact = { image: y * width + x, output, tap };
      if (y >= 0 && y < height && x >= 0 && x < width && wanted(contact)) found.push(contact);
    }
  }
  return found;
}

/** Adds factor * array[first ...] to the sums. */
function accumulate(sums: Float64Array, factor: number, array: Float32Array, first: number, step = 1): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += factor * array[first + i * step]!;
}

/** All filters at some positions of the output. */
function forwardRows(shape: ConvolutionShape, [image, filter]: readonly Float32Array[]): ExpectedRow[] {
  const { batch, height, width, channels, filters, outHeight, outWidth } = shape;
  const positions = outHeight * outWidth;
  return pick(CHECKED_ROWS, batch * positions).map((row) => {
    const [sample, position] = [Math.floor(row / positions), row % positions];
    const values = new Float64Array(filters);
    for (const { image: at, tap } of contacts(shape, ({ output }) => output === position)) {
      for (let c = 0; c < channels; c++) {
        const factor = image![(sample * height * width + at) * channels + c]!;
        accumulate(values, factor, filter!, (tap * channels + c) * filters);
      }
    }
    return { first: row * filters, values };
  });
}

/** All channels at some positions of the image. */
function inputGradientRows(
  shape: ConvolutionShape,
  [gradient, filter]: readonly Float32Array[],
): ExpectedRow[] {
  const { batch, height, width, channels, filters, outHeight, outWidth } = shape;
  return pick(CHECKED_ROWS, batch * height * width).map((row) => {
    const [sample, position] = [Math.floor(row / (height * width)), row % (height * width)];
    const values = new Float64Array(channels);
    for (const { output, tap } of contacts(shape, ({ image }) => image === position)) {
      for (let f = 0; f < filters; f++) {
        const factor = gradient![(sample * outHeight * outWidth + output) * filters + f]!;
        accumulate(values, factor, filter!, tap * channels * filters + f, filters);
      }
    }
    return { first: row * channels, values };
  });
}

/** All filters at some taps and channels. */
function filterGradientRows(
  shape: ConvolutionShape,
  [image, gradient]: readonly Float32Array[],
): ExpectedRow[] {
  const { batch, height, width, channels, filters, kernel, outHeight, outWidth } = shape;
  return pick(CHECKED_ROWS, kernel * kernel * channels).map((row) => {
    const [tap, channel] = [Math.floor(row / channels), row % channels];
    const values = new Float64Array(filters);
    const seen = contacts(shape, (contact) => contact.tap === tap);
    for (let sample = 0; sample < batch; sample++) {
      for (const { image: at, output } of seen) {
        const factor = image![(sample * height * width + at) * channels + channel]!;
        accumulate(values, factor, gradient!, (sample * outHeight * outWidth + output) * filters);
      }
    }
    return { first: row * filters, values };
  });
}

const rowsOf = {
  convolution: forwardRows,
  'convolution-input-gradient': inputGradientRows,
  'convolution-filter-gradient': filterGradientRows,
};

/** Summands of one value of the result. */
function depth({ kind, shape }: ConvolutionProblem): number {
  const taps = shape.kernel * shape.kernel;
  switch (kind) {
    case 'convolution':
      return taps * shape.channels;
    case 'convolution-input-gradient':
      return taps * shape.filters;
    case 'convolution-filter-gradient':
      return shape.batch * shape.outHeight * shape.outWidth;
    default:
      return kind satisfies never;
  }
}

const directions = {
  convolution: 'forward',
  'convolution-input-gradient': 'input gradient',
  'convolution-filter-gradient': 'filter gradient',
};

export const convolution: Definition<ConvolutionProblem> = {
  operandShapes: ({ kind, shape }) => {
    const { image, filter, gradient } = sizesOf(shape);
    switch (kind) {
      case 'convolution':
        return [image, filter];
      case 'convolution-input-gradient':
        return [gradient, filter];
      case 'convolution-filter-gradient':
        return [image, gradient];
      default:
        return kind satisfies never;
    }
  },
  flops: ({ shape: { batch, outHeight, outWidth, filters, kernel, channels } }) =>
    2 * batch * outHeight * outWidth * filters * kernel * kernel * channels,
  expectedRows: ({ kind, shape }, operands) => rowsOf[kind](shape, operands),
  tolerance: (problem) => matmulTolerance('float32', depth(problem)),
  title: ({ kind, shape: { batch, height, width, channels, filters, kernel, stride } }) =>
    `${directions[kind]} ${batch} x ${height}x${width}x${channels} -> ${filters}, ${kernel}x${kernel}${stride === 1 ? '' : ` / ${stride}`}`,
};

/** @param inputShape [height, width, channels] */
function shapeOf(
  { kernel, stride, filters }: Conv2d,
  inputShape: readonly number[],
  outputShape: readonly number[],
  batch: number,
): ConvolutionShape {
  const [height, width, channels] = inputShape as [number, number, number];
  const [outHeight, outWidth] = outputShape as [number, number, number];
  const before = (size: number, out: number) =>
    Math.floor(Math.max(0, (out - 1) * stride + kernel - size) / 2);
  return {
    ...{ batch, height, width, channels, filters, kernel, stride },
    padTop: before(height, outHeight),
    padLeft: before(width, outWidth),
    outHeight,
    outWidth,
  };
}

/** The different convolutions of a net in order; all of its padding is `same`. */
export function convolutionsOf(model: Model, batch: number): ConvolutionShape[] {
  const found = new Map<string, ConvolutionShape>();
  const visit = (layers: readonly LayerShape[], inputShape: readonly number[]) => {
    let input = inputShape;
    for (const { layer, outputShape, body, shortcut } of layers) {
      if (layer.kind === 'conv2d') {
        const shape = shapeOf(layer, input, outputShape, batch);
        found.set(JSON.stringify(shape), shape);
      }
      visit(body, input);
      visit(shortcut, input);
      input = outputShape;
    }
  };
  visit(modelShapes(model), model.inputShape);
  return [...found.values()];
}
