/** @file Convolutions and the gradients of their filters, as products with the windows of an image. */
import type {
  Convolution,
  ConvolutionFilterGradient,
  ConvolutionShape,
} from '../../../compiled/graph/operation.ts';
import { canVectorize } from '../epilogue.ts';
import { type Contraction, widthOf } from './contraction.ts';
import { createMatrix, wholeMatrix } from './matrix.ts';
import { createWindows } from './windows.ts';

const elementsOfWindow = ({ kernel, channels }: ConvolutionShape): number => kernel * kernel * channels;

const windowsOf = ({ batch, outHeight, outWidth }: ConvolutionShape): number => batch * outHeight * outWidth;

/** Floating-point operations; those with padding count. */
export const convolutionFlops = (shape: ConvolutionShape): number =>
  2 * windowsOf(shape) * elementsOfWindow(shape) * shape.filters;

export function convolutionContraction({ shape, image, filter, out, epilogue }: Convolution): Contraction {
  const { filters } = shape;
  return {
    name: 'convolution',
    left: createWindows({ ...shape, image }, 'windows'),
    right: createMatrix(wholeMatrix(filter, filters), 'line', 1, filters),
    out,
    epilogue,
    matrices: 1,
    rows: windowsOf(shape),
    columns: filters,
    depth: elementsOfWindow(shape),
    declarations: '',
    place: `return row * ${filters}u;`,
    whole: true,
    outWidth: widthOf(filters) === 4 && canVectorize(filters, epilogue) ? 4 : 1,
    flops: convolutionFlops(shape),
  };
}

/** The filters are [elements of a window, filters]; the depth goes over all windows of all images. */
export function filterGradientContraction({
  shape,
  image,
  gradient,
  out,
}: ConvolutionFilterGradient): Contraction {
  const { filters } = shape;
  return {
    name: 'convolution-filter-gradient',
    left: createWindows({ ...shape, image }, 'elements'),
    right: createMatrix(wholeMatrix(gradient, filters), 'line', 1, filters),
    out,
    epilogue: [],
    matrices: 1,
    rows: elementsOfWindow(shape),
    columns: filters,
    depth: windowsOf(shape),
    declarations: '',
    place: `return row * ${filters}u;`,
    whole: true,
    outWidth: widthOf(filters),
    flops: convolutionFlops(shape),
  };
}
