/**
 * @file The gradient of a convolution's image. Element (y, x) of the image gets a share from each output whose window
 * covers it; with stride s, these are the taps whose ky has the remainder of y + padTop modulo s, and kx likewise. So the
 * image falls into s * s classes of elements, each of which is a product with the taps of its class.
 */
import type { ConvolutionInputGradient, ConvolutionShape } from '../../../compiled/graph/operation.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { canVectorize } from '../epilogue.ts';
import { type Contraction, type Operand, widthOf } from './contraction.ts';
import { convolutionFlops } from './convolution.ts';
import { depthIndex, divide, divideTap } from './windows.ts';

/** One direction of the classes, y or x: remainders 0 .. stride - 1. */
interface Direction {
  name: 'y' | 'x';
  /** WGSL of the class in this direction. */
  remainder: string;
  size: number;
  pad: number;
}

/** The most taps of a class in one direction. */
const mostTaps = ({ kernel, stride }: ConvolutionShape): number => Math.ceil(kernel / stride);

/** Whether all classes have equally many taps and elements. */
const sameClasses = ({ kernel, stride, height, width }: ConvolutionShape): boolean =>
  [kernel, height, width].every((size) => size % stride === 0);

const directionsOf = ({ height, width, padTop, padLeft, stride }: ConvolutionShape): Direction[] => [
  { name: 'y', remainder: `matrix / ${stride}u`, size: height, pad: padTop },
  { name: 'x', remainder: `matrix % ${stride}u`, size: width, pad: padLeft },
];

/** WGSL of a class in one direction: its taps, its first element in the image, and how many elements it has. */
function classFunctions(
  { kernel, stride }: ConvolutionShape,
  { name, remainder, size, pad }: Direction,
): string {
  const sameTaps = kernel % stride === 0;
  const sameCount = size % stride === 0;
  return `fn taps_${name}(matrix: u32) -> u32 { return ${
    sameTaps ? `${kernel / stride}u` : `(${kernel + stride - 1}u - ${remainder}) / ${stride}u`
  }; }
fn first_${name}(matrix: u32) -> u32 { return (${remainder} + ${(stride - (pad % stride)) % stride}u) % ${stride}u; }
fn count_${name}(matrix: u32) -> u32 { return ${
    sameCount ? `${size / stride}u` : `(${size + stride - 1}u - first_${name}(matrix)) / ${stride}u`
  }; }
`;
}

/** WGSL that divides `row` into image, y and x of its class and then finds the element of the image. */
const elementOfRow = ({ stride }: ConvolutionShape, row: string): string => `let count_x = count_x(matrix);
  let count_y = count_y(matrix);
  let image = ${row} / (count_x * count_y);
  let y = ${row} / count_x % count_y * ${stride}u + first_y(matrix);
  let x = ${row} % count_x * ${stride}u + first_x(matrix);`;

/** WGSL that divides a depth into the tap of its class and the filter. */
const tapOfDepth = (shape: ConvolutionShape, step: number): string =>
  `${divide(depthIndex(step), shape.filters, 'tap', 'item')}
  ${divideTap('taps_x(matrix)', mostTaps(shape), mostTaps(shape))}`;

/** The output's gradient: lines are elements of the image, the depth goes over taps and filters. */
function createGradients(shape: ConvolutionShape, value: Value): Operand {
  const { filters, stride, padTop, padLeft, outHeight, outWidth } = shape;
  const width = widthOf(filters);
  const [ofY, ofX] = directionsOf(shape);
  return {
    value,
    contiguous: 'depth',
    width,
    bounds: { height: outHeight, width: outWidth },
    line: `${elementOfRow(shape, 'line')}
  let out_y = i32((y + ${padTop}u - ${ofY!.remainder}) / ${stride}u);
  let out_x = i32((x + ${padLeft}u - ${ofX!.remainder}) / ${stride}u);
  return Part(((i32(image) * ${outHeight} + out_y) * ${outWidth} + out_x) * ${filters / width}, out_y, out_x, true);`,
    depth: (step) => `${tapOfDepth(shape, step)}
  let back_y = -i32(tap_y);
  let back_x = -i32(tap_x);
  return Part((back_y * ${outWidth} + back_x) * ${filters / width} + i32(item / ${width}u), back_y, back_x, true);`,
  };
}

/** The filters: lines are channels. */
function createFilters(shape: ConvolutionShape, value: Value): Operand {
  const { filters, kernel, channels, stride } = shape;
  const width = widthOf(filters);
  const [ofY, ofX] = directionsOf(shape);
  return {
    value,
    contiguous: 'depth',
    width,
    bounds: null,
    line: `return Part(i32(line) * ${filters / width}, 0, 0, true);`,
    depth: (step) => `${tapOfDepth(shape, step)}
  let kernel_y = ${ofY!.remainder} + tap_y * ${stride}u;
  let kernel_x = ${ofX!.remainder} + tap_x * ${stride}u;
  return Part(i32((kernel_y * ${kernel}u + kernel_x) * ${(channels * filters) / width}u + item / ${width}u), 0, 0, true);`,
  };
}

export function inputGradientContraction(operation: ConvolutionInputGradient): Contraction {
  const { shape, gradient, filter, out, epilogue } = operation;
  const { batch, height, width, channels, filters, stride } = shape;
  return {
    name: 'convolution-input-gradient',
    left: createGradients(shape, gradient),
    right: createFilters(shape, filter),
    out,
    epilogue,
    matrices: stride * stride,
    rows: batch * Math.ceil(height / stride) * Math.ceil(width / stride),
    columns: channels,
    depth: mostTaps(shape) ** 2 * filters,
    ...(!sameClasses(shape) && {
      own: {
        rows: `${batch}u * count_y(matrix) * count_x(matrix)`,
        depth: `taps_y(matrix) * taps_x(matrix) * ${filters}u`,
        multiple: filters,
      },
    }),
    declarations: directionsOf(shape)
      .map((direction) => classFunctions(shape, direction))
      .join(''),
    place:
      stride === 1
        ? `return row * ${channels}u;`
        : `${elementOfRow(shape, 'row')}
  return ((image * ${height}u + y) * ${width}u + x) * ${channels}u;`,
    whole: true,
    outWidth: widthOf(channels) === 4 && canVectorize(channels, epilogue) ? 4 : 1,
    flops: convolutionFlops(shape),
  };
}
