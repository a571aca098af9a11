/**
 * @file Convolutions of 3 x 3 windows by Winograd's algorithm. A chunk transforms the patches of a block of squares, multiplies
 * them with the transformed filters, one product for each of the 16 elements, and transforms the sums back: what lies
 * between stays in the cache.
 */
import type { Step } from '../../../compiled/graph/step.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import {
  add,
  clearBytes,
  divide,
  elementAt,
  multiply,
  remainder,
  smaller,
  subtract,
} from '../../wat/code.ts';
import { createKernel, type Kernel, SCRATCH, type Target, type Workspace } from '../kernel.ts';
import { blockProduct } from '../tiles/block-product.ts';
import { filterKernel } from './filters.ts';
import { createOutputTransform } from './outputs.ts';
import { createPatchTransform } from './patches.ts';
import { squaresOf, type WinogradShape, winogradBlocks } from './shape.ts';
import { PRODUCTS } from './transform.ts';

/** @param filter [3, 3, channels, filters] */
export function winograd(
  name: string,
  shape: WinogradShape,
  filter: Value | Workspace,
  out: Value,
  epilogue: readonly Step[],
  target: Target,
): Kernel[] {
  const { channels } = shape;
  const blocks = winogradBlocks(shape);
  const { squares, filters, chunkFilters } = blocks;
  const { all } = squaresOf(shape);
  const transformed: Workspace = { kind: 'workspace', bytes: 4 * PRODUCTS * channels * shape.filters };
  const patches = createPatchTransform(shape, squares, channels, target);
  const outputs = createOutputTransform(shape, blocks, out, epilogue, target);
  const product = blockProduct(target, {
    left: { row: channels, depth: 1 },
    lastRows: all % squares,
    lastColumns: 0,
    outRow: filters,
  });
  const groups = shape.filters / chunkFilters;
  const [patchBytes, sumBytes] = [channels, filters].map((width) => 4 * PRODUCTS * squares * width) as [
    number,
    number,
  ];
  const scratchBytes = patchBytes + sumBytes + 4 * channels + 4 * filters;
  const chunks = Math.ceil(all / squares) * groups;
  const kernel = createKernel(`${name} by Winograd`, { chunks, scratchBytes }, (body, chunk) => {
    const square = body.word('square', multiply(divide(chunk, groups), squares));
    const count = body.word('count', smaller(squares, subtract(all, square)));
    const firstFilter = body.word('firstFilter', multiply(remainder(chunk, groups), chunkFilters));
    const scratch = body.word('patches', SCRATCH);
    const sums = body.word('sums', add(scratch, patchBytes));
    const zeros = body.word('zeros', add(sums, sumBytes));
    const spare = body.word('spare', add(zeros, 4 * channels));
    const panels = body.word('panels', target.addressOf(transformed));
    const [left, right, to] = [body.word('left'), body.word('right'), body.word('to')];
    body.do(clearBytes(zeros, 4 * channels));
    body.do(body.call(patches, scratch, square, count, 0, zeros));
    body.loop('filter', firstFilter, add(firstFilter, chunkFilters), filters, (first) => {
      body.set(left, scratch);
      body.set(to, sums);
      body.set(right, elementAt(panels, multiply(first, channels)));
      body.repeat(PRODUCTS, () => {
        body.do(body.call(product, left, right, to, channels, '(i32.const 0)', count, filters));
        body.set(left, elementAt(left, squares * channels));
        body.set(to, elementAt(to, squares * filters));
        body.set(right, elementAt(right, shape.filters * channels));
      });
      body.do(body.call(outputs, sums, square, count, first, spare));
    });
  });
  return [filterKernel(filter, shape, transformed, target), kernel];
}
