/** @file Convolutions: patches [positions, kernel * kernel * channels] times filters. */
import type {
  Convolution,
  ConvolutionFilterGradient,
  ConvolutionShape,
} from '../../../compiled/graph/operation.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { add, elementAt, multiply } from '../../wat/code.ts';
import type { Kernel, Target, Workspace } from '../kernel.ts';
import { contract } from '../tiles/contract.ts';
import { denseOut, type Left, type Right } from '../tiles/contraction.ts';
import { createPacking } from '../tiles/panels.ts';
import { createPatches, patchSize, type Windows } from '../tiles/patches.ts';
import { type BlockSizes, DEPTH_OF_LINES } from '../tiles/sizes.ts';
import { winogradFilterGradient } from '../winograd/filter-gradient.ts';
import { isWinograd } from '../winograd/shape.ts';
import { winograd } from '../winograd/winograd.ts';

/** The windows of a convolution over its images. */
const windowsOf = (shape: ConvolutionShape, image: Value): Windows => ({
  ...shape,
  image,
  kernel: { height: shape.kernel, width: shape.kernel },
});

/** Vectors are copied as a whole, so a block has up to 3 elements more. */
const BEYOND = 4;

/** Rows are positions; the depth goes along the patches. */
export function patchRows(windows: Windows, { rows, depth }: BlockSizes, target: Target): Left {
  const patches = createPatches(windows, depth, target);
  return {
    strides: { row: depth, depth: 1 },
    scratch: rows * depth + BEYOND,
    block: (body, _, positions, elements, scratch) => {
      body.do(body.call(patches, scratch, positions.first, positions.count, elements.first, elements.count));
      return scratch;
    },
  };
}

/** Rows are elements of the patches; the depth goes over positions. */
function patchColumns(windows: Windows, { rows, depth }: BlockSizes, target: Target): Left {
  const patches = createPatches(windows, rows, target);
  return {
    strides: { row: 1, depth: rows },
    scratch: rows * depth + BEYOND,
    block: (body, _, elements, positions, scratch) => {
      body.do(body.call(patches, scratch, positions.first, positions.count, elements.first, elements.count));
      return scratch;
    },
  };
}

/** A right side stored as [depth, columns], beginning at element `offset`. */
export function packedRows(memory: Value | Workspace, columns: number, target: Target, offset = 0): Right {
  const pack = createPacking(columns);
  return {
    pack: (body, _, depth, { first, count }, to) => {
      const index = add(offset, multiply(depth.first, columns), first);
      body.do(body.call(pack, elementAt(target.addressOf(memory), index), to, depth.count, count));
    },
  };
}

export function convolution({ shape, image, filter, out, epilogue }: Convolution, target: Target): Kernel[] {
  const windows = windowsOf(shape, image);
  const { batch, outHeight, outWidth, filters } = shape;
  const fast = { ...windows, batch, filters };
  if (isWinograd(fast)) return winograd('convolution', fast, filter, out, epilogue, target);
  return contract(
    {
      name: 'convolution',
      pairs: 1,
      rows: batch * outHeight * outWidth,
      columns: filters,
      depth: patchSize(windows),
      left: (sizes) => patchRows(windows, sizes, target),
      right: () => packedRows(filter, filters, target),
      out: denseOut(out, filters),
    },
    epilogue,
    target,
  );
}

export function convolutionFilterGradient(
  { shape, image, gradient, out }: ConvolutionFilterGradient,
  target: Target,
): Kernel[] {
  const windows = windowsOf(shape, image);
  const { batch, outHeight, outWidth, filters } = shape;
  const fast = { ...windows, batch, filters };
  if (isWinograd(fast)) return winogradFilterGradient(fast, gradient, out, target);
  return contract(
    {
      name: 'convolution-filter-gradient',
      pairs: 1,
      rows: patchSize(windows),
      columns: filters,
      depth: batch * outHeight * outWidth,
      mostDepth: DEPTH_OF_LINES,
      left: (sizes) => patchColumns(windows, sizes, target),
      right: () => packedRows(gradient, filters, target),
      out: denseOut(out, filters),
    },
    [],
    target,
  );
}
