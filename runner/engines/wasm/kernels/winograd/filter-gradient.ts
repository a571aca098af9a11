/**
 * @file The gradient of the filters by Winograd's algorithm: the sums over squares of transformed patches times transformed
 * gradients, one product for each of the 16 elements, are transformed to the gradients of 3 x 3 filters.
 */
import type { Value } from '../../../compiled/graph/value.ts';
import {
  add,
  clearBytes,
  compare,
  divide,
  elementAt,
  loadVector,
  multiply,
  remainder,
  smaller,
  storeVector,
  subtract,
  type Variable,
} from '../../wat/code.ts';
import { type Body, defineFunction } from '../../wat/function.ts';
import { createKernel, type Kernel, SCRATCH, type Target, type Workspace } from '../kernel.ts';
import { blockProduct } from '../tiles/block-product.ts';
import { denseOut } from '../tiles/contraction.ts';
import { sumParts } from '../tiles/part-sums.ts';
import { createGradientTransform } from './gradients.ts';
import { createPatchTransform } from './patches.ts';
import { type GradientBlocks, gradientBlocks, squaresOf, type WinogradShape } from './shape.ts';
import { PATCH, PRODUCTS, transformFilterSums } from './transform.ts';

/** A function (sums, to): sums [16, channels, filters] of a block to rows of the gradient [3, 3, channels, filters]. */
const createFilterTransform = (shape: WinogradShape, { channels, filters }: GradientBlocks) =>
  defineFunction('filter-gradient', { sums: 'word', to: 'word' }, null, (body, { sums, to }) => {
    const tap = 4 * shape.channels * shape.filters;
    body.repeat(channels, () => {
      body.loop('at', 0, 4 * filters, 16, (at) => {
        transformFilterSums(
          body,
          (i, j) => loadVector(sums, 4 * (PATCH * i + j) * channels * filters),
          (i, j, value) => body.do(storeVector(add(to, at), value, (3 * i + j) * tap)),
        );
        body.increase(sums, 16);
      });
      body.set(to, elementAt(to, shape.filters));
    });
    return undefined;
  });

/** The bytes of scratch memory of each array of a chunk. */
const bytesOf = ({ squares, channels, filters }: GradientBlocks) => ({
  patches: 4 * PRODUCTS * squares * channels,
  gradients: 4 * PRODUCTS * squares * filters,
  sums: 4 * PRODUCTS * channels * filters,
  zeros: 4 * Math.max(channels, filters),
});

/** Multiplies the transformed patches and gradients of a block, and adds the products to the sums. */
function createProducts({ squares, channels, filters }: GradientBlocks, target: Target) {
  const parameters = {
    left: 'word',
    right: 'word',
    sums: 'word',
    squares: 'word',
    accumulate: 'i32',
  } as const;
  const product = blockProduct(target, {
    left: { row: 1, depth: channels },
    lastRows: channels,
    lastColumns: 0,
    outRow: filters,
  });
  return defineFunction(
    'products',
    parameters,
    null,
    (body, { left, right, sums, squares: depth, accumulate }) => {
      body.repeat(PRODUCTS, () => {
        body.do(body.call(product, left, right, sums, depth, accumulate, channels, filters));
        body.set(left, elementAt(left, squares * channels));
        body.set(right, elementAt(right, squares * filters));
        body.set(sums, elementAt(sums, channels * filters));
      });
      return undefined;
    },
  );
}

/** @param out [3, 3, channels, filters] */
export function winogradFilterGradient(
  shape: WinogradShape,
  gradient: Value,
  out: Value,
  target: Target,
): Kernel[] {
  const name = 'convolution-filter-gradient';
  const blocks = gradientBlocks(shape);
  const { all } = squaresOf(shape);
  const { squares, channels, filters, parts, partSquares } = blocks;
  const [across, down] = [shape.filters / filters, shape.channels / channels];
  const size = 9 * shape.channels * shape.filters;
  const partial: Workspace = { kind: 'workspace', bytes: 4 * parts * size };
  const patches = createPatchTransform(shape, squares, channels, target);
  const gradients = createGradientTransform(shape, gradient, squares, filters, target);
  const products = createProducts(blocks, target);
  const transform = createFilterTransform(shape, blocks);
  const bytes = bytesOf(blocks);
  const scratchBytes = bytes.patches + bytes.gradients + bytes.sums + bytes.zeros;
  const build = (body: Body, chunk: Variable) => {
    const filter = body.word('filter', multiply(remainder(chunk, across), filters));
    const channel = body.word('channel', multiply(remainder(divide(chunk, across), down), channels));
    const part = body.word('part', divide(chunk, across * down));
    const left = body.word('left', SCRATCH);
    const right = body.word('right', add(left, bytes.patches));
    const sums = body.word('sums', add(right, bytes.gradients));
    const zeros = body.word('zeros', add(sums, bytes.sums));
    const begin = body.word('begin', multiply(part, partSquares));
    const end = body.word('end', smaller(add(begin, partSquares), all));
    const count = body.word('count');
    body.do(clearBytes(zeros, bytes.zeros));
    body.loop('square', begin, end, squares, (square) => {
      body.set(count, smaller(squares, subtract(end, square)));
      body.do(body.call(patches, left, square, count, channel, zeros));
      body.do(body.call(gradients, right, square, count, filter, zeros));
      body.do(body.call(products, left, right, sums, count, compare('ne', square, begin)));
    });
    const to = parts === 1 ? target.addressOf(out) : target.addressOf(partial);
    const index = add(multiply(part, size), multiply(channel, shape.filters), filter);
    body.do(body.call(transform, sums, elementAt(to, index)));
  };
  const kernel = createKernel(`${name} by Winograd`, { chunks: parts * across * down, scratchBytes }, build);
  if (parts === 1) return [kernel];
  const sizes = { name, pairs: 1, rows: 9 * shape.channels, columns: shape.filters };
  return [kernel, sumParts({ ...sizes, out: denseOut(out, shape.filters) }, parts, partial, [], target)];
}
