/**
 * @file Convolutions as one product for each position, over those taps only that are not in the border. Near the edge of a
 * small image most taps are: at 2x2 pixels with 3x3 taps, 5 of 9. All images of a batch have the same position together, so
 * no tile multiplies zeros. Where the image is large, little is saved, and neighbors in a tile are far apart in memory.
 */
import type {
  Convolution,
  ConvolutionFilterGradient,
  ConvolutionInputGradient,
  ConvolutionShape,
} from '../../../compiled/graph/operation.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { canVectorize } from '../epilogue.ts';
import type { Width } from '../text.ts';
import { type Contraction, type Operand, widthOf } from './contraction.ts';
import { convolutionFlops } from './convolution.ts';
import { depthIndex, divide, divideTap } from './windows.ts';

/** The sizes of a convolution along y or x. */
interface Direction {
  name: 'y' | 'x';
  size: number;
  outSize: number;
  pad: number;
  kernel: number;
  stride: number;
}

const directionsOf = (shape: ConvolutionShape): [Direction, Direction] => [
  { name: 'y', size: shape.height, outSize: shape.outHeight, pad: shape.padTop, ...shape },
  { name: 'x', size: shape.width, outSize: shape.outWidth, pad: shape.padLeft, ...shape },
];

/** A range of integers in WGSL: expressions of `at`, a position along one direction, all in u32. */
interface Range {
  first: string;
  end: string;
}

/** Taps of the output `at` that are inside of the image. */
const tapsOfOutput = ({ size, pad, kernel, stride }: Direction): Range => ({
  first: `max(${pad}u, at * ${stride}u) - at * ${stride}u`,
  end: `min(${kernel}u, ${size + pad}u - at * ${stride}u)`,
});

/** Taps that lead from the pixel `at` to an output, counted in steps of the stride from the first that fits. */
const tapsOfPixel = ({ outSize, pad, kernel, stride }: Direction): Range => ({
  first: `max((at + ${pad}u) / ${stride}u, ${outSize - 1}u) - ${outSize - 1}u`,
  end: `min((${kernel + stride - 1}u - (at + ${pad}u) % ${stride}u) / ${stride}u, (at + ${pad}u) / ${stride}u + 1u)`,
});

/** Outputs for which the tap `at` is inside of the image. */
const outputsOfTap = ({ size, outSize, pad, stride }: Direction): Range => ({
  first: `(max(${pad}u, at) - at + ${stride - 1}u) / ${stride}u`,
  end: `min(${outSize}u, (max(${size + pad}u, at) - at + ${stride - 1}u) / ${stride}u)`,
});

/** How many of the integers in a range there are for each position, from 0 to `count` - 1. */
const countsOf = (count: number, countAt: (at: number) => number): number[] =>
  Array.from({ length: count }, (_, at) => Math.max(countAt(at), 0));

/** Taps inside of the image for each output. */
const tapCounts = ({ size, outSize, pad, kernel, stride }: Direction): number[] =>
  countsOf(outSize, (at) => Math.min(kernel, size + pad - at * stride) - Math.max(0, pad - at * stride));

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** The product of a number for y and one for x. */
const product = (shape: ConvolutionShape, numberOf: (direction: Direction) => number): number =>
  directionsOf(shape).reduce((all, direction) => all * numberOf(direction), 1);

/** The share of all products of an output and a tap that are inside of the image. */
export const shareInside = (shape: ConvolutionShape): number =>
  product(shape, (direction) => sum(tapCounts(direction)) / (direction.outSize * direction.kernel));

/** WGSL functions `first_y(at)` and `count_y(at)` of a range along y, and of x. */
const rangeFunctions = (shape: ConvolutionShape, rangeOf: (direction: Direction) => Range): string =>
  directionsOf(shape)
    .map((direction) => {
      const { first, end } = rangeOf(direction);
      return `fn first_${direction.name}(at: u32) -> u32 { return ${first}; }
fn count_${direction.name}(at: u32) -> u32 { return max(${end}, first_${direction.name}(at)) - first_${direction.name}(at); }
`;
    })
    .join('');

/** WGSL of the position of a matrix in rows of `width`. */
const position = (width: number): string => `let y = matrix / ${width}u;
  let x = matrix % ${width}u;`;

/** WGSL of the depth of a matrix: all taps or outputs in range, each with `items`. */
const depthOf = (width: number, items: number): string =>
  `count_y(matrix / ${width}u) * count_x(matrix % ${width}u) * ${items}u`;

/** WGSL that divides a depth into tap_y, tap_x within the range and the item; `most` is the largest range of any position. */
const tapOfDepth = (
  width: number,
  items: number,
  most: { rows: number; columns: number },
  step: number,
): string => `${position(width)}
  ${divide(depthIndex(step), items, 'tap', 'item')}
  ${divideTap('count_x(x)', most.rows, most.columns)}`;

const part = (at: string): string => `return Part(i32(${at}), 0, 0, true);`;

interface PositionOperand {
  value: Value;
  contiguous: Operand['contiguous'];
  width: Width;
  line: string;
  depth: (step: number) => string;
}

const operand = ({ value, contiguous, width, line, depth }: PositionOperand): Operand => ({
  value,
  contiguous,
  width,
  bounds: null,
  line,
  depth,
});

/** out[b] at a position = sum over taps inside and channels. */
export function convolutionByPosition({ shape, image, filter, out, epilogue }: Convolution): Contraction {
  const { batch, height, width, channels, filters, kernel, stride, padTop, padLeft, outHeight, outWidth } =
    shape;
  const wide = widthOf(channels);
  const wideFilters = widthOf(filters);
  const most = { rows: kernel, columns: kernel };
  return {
    name: 'convolution',
    order: 'by position',
    left: operand({
      value: image,
      contiguous: 'depth',
      width: wide,
      line: `${position(outWidth)}
  let image_y = y * ${stride}u + first_y(y) - ${padTop}u;
  let image_x = x * ${stride}u + first_x(x) - ${padLeft}u;
  ${part(`((line * ${height}u + image_y) * ${width}u + image_x) * ${channels / wide}u`)}`,
      depth: (step) => `${tapOfDepth(outWidth, channels, most, step)}
  ${part(`(tap_y * ${width}u + tap_x) * ${channels / wide}u + item / ${wide}u`)}`,
    }),
    right: operand({
      value: filter,
      contiguous: 'line',
      width: wideFilters,
      line: part(`line / ${wideFilters}u`),
      depth: (step) => `${tapOfDepth(outWidth, channels, most, step)}
  ${part(`(((first_y(y) + tap_y) * ${kernel}u + first_x(x) + tap_x) * ${channels}u + item) * ${filters / wideFilters}u`)}`,
    }),
    out,
    epilogue,
    matrices: outHeight * outWidth,
    rows: batch,
    columns: filters,
    depth: product(shape, (direction) => Math.max(...tapCounts(direction))) * channels,
    meanDepth: kernel * kernel * channels * shareInside(shape),
    own: { depth: depthOf(outWidth, channels), multiple: channels },
    declarations: rangeFunctions(shape, tapsOfOutput),
    place: `return (row * ${outHeight * outWidth}u + matrix) * ${filters}u;`,
    whole: true,
    outWidth: wideFilters === 4 && canVectorize(filters, epilogue) ? 4 : 1,
    flops: convolutionFlops(shape),
  };
}

/** out[b] at a pixel = sum over taps that lead to an output and filters. */
export function inputGradientByPosition(operation: ConvolutionInputGradient): Contraction {
  const { shape, gradient, filter, out, epilogue } = operation;
  const { batch, height, width, channels, filters, kernel, stride, padTop, padLeft, outHeight, outWidth } =
    shape;
  const wide = widthOf(filters);
  const mostTaps = Math.ceil(kernel / stride);
  const most = { rows: mostTaps, columns: mostTaps };
  return {
    name: 'convolution-input-gradient',
    order: 'by position',
    left: operand({
      value: gradient,
      contiguous: 'depth',
      width: wide,
      line: `${position(width)}
  let out_y = (y + ${padTop}u) / ${stride}u - first_y(y);
  let out_x = (x + ${padLeft}u) / ${stride}u - first_x(x);
  ${part(`((line * ${outHeight}u + out_y) * ${outWidth}u + out_x) * ${filters / wide}u`)}`,
      depth: (step) => `${tapOfDepth(width, filters, most, step)}
  return Part(i32(item / ${wide}u) - i32((tap_y * ${outWidth}u + tap_x) * ${filters / wide}u), 0, 0, true);`,
    }),
    right: operand({
      value: filter,
      contiguous: 'depth',
      width: wide,
      line: part(`line * ${filters / wide}u`),
      depth: (step) => `${tapOfDepth(width, filters, most, step)}
  let kernel_y = (y + ${padTop}u) % ${stride}u + (first_y(y) + tap_y) * ${stride}u;
  let kernel_x = (x + ${padLeft}u) % ${stride}u + (first_x(x) + tap_x) * ${stride}u;
  ${part(`(kernel_y * ${kernel}u + kernel_x) * ${(channels * filters) / wide}u + item / ${wide}u`)}`,
    }),
    out,
    epilogue,
    matrices: height * width,
    rows: batch,
    columns: channels,
    depth: mostTaps ** 2 * filters,
    meanDepth: (kernel * kernel * filters * outHeight * outWidth * shareInside(shape)) / (height * width),
    own: { depth: depthOf(width, filters), multiple: filters },
    declarations: rangeFunctions(shape, tapsOfPixel),
    place: `return (row * ${height * width}u + matrix) * ${channels}u;`,
    whole: true,
    outWidth: widthOf(channels) === 4 && canVectorize(channels, epilogue) ? 4 : 1,
    flops: convolutionFlops(shape),
  };
}

/** out of a tap = sum over outputs for which it is inside, and images. */
export function filterGradientByPosition(operation: ConvolutionFilterGradient): Contraction {
  const { shape, image, gradient, out } = operation;
  const { batch, height, width, channels, filters, kernel, stride, padTop, padLeft, outHeight, outWidth } =
    shape;
  const wide = widthOf(channels);
  const wideFilters = widthOf(filters);
  const outputOfDepth = (
    step: number,
  ) => `${tapOfDepth(kernel, batch, { rows: outHeight, columns: outWidth }, step)}
  let out_y = first_y(y) + tap_y;
  let out_x = first_x(x) + tap_x;`;
  return {
    name: 'convolution-filter-gradient',
    order: 'by position',
    left: operand({
      value: image,
      contiguous: 'line',
      width: wide,
      line: part(`line / ${wide}u`),
      depth: (step) => `${outputOfDepth(step)}
  let image_y = out_y * ${stride}u + y - ${padTop}u;
  let image_x = out_x * ${stride}u + x - ${padLeft}u;
  ${part(`((item * ${height}u + image_y) * ${width}u + image_x) * ${channels / wide}u`)}`,
    }),
    right: operand({
      value: gradient,
      contiguous: 'line',
      width: wideFilters,
      line: part(`line / ${wideFilters}u`),
      depth: (step) => `${outputOfDepth(step)}
  ${part(`((item * ${outHeight}u + out_y) * ${outWidth}u + out_x) * ${filters / wideFilters}u`)}`,
    }),
    out,
    epilogue: [],
    matrices: kernel * kernel,
    rows: channels,
    columns: filters,
    depth: outHeight * outWidth * batch,
    meanDepth: outHeight * outWidth * batch * shareInside(shape),
    own: { depth: depthOf(kernel, batch), multiple: batch },
    declarations: rangeFunctions(shape, outputsOfTap),
    place: `return (matrix * ${channels}u + row) * ${filters}u;`,
    whole: true,
    outWidth: wideFilters,
    flops: convolutionFlops(shape),
  };
}
