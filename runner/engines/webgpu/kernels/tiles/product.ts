/** @file Matrix products. */
import type { Matrices, Product } from '../../../compiled/graph/operation.ts';
import { sizeOf } from '../../../compiled/graph/value.ts';
import { canVectorize } from '../epilogue.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import { createVariants } from './candidates.ts';
import { type Contraction, widthOf } from './contraction.ts';
import { createMatrix, startOf } from './matrix.ts';

/** Whether matrices of this size fill their value without gaps, one after another. */
function isWhole({ value, offset, strides }: Matrices, { rows, columns, batch }: Product): boolean {
  const size = rows * columns;
  return (
    offset === 0 &&
    strides.row === columns &&
    (batch.inner === 1 || strides.inner === size) &&
    (batch.outer === 1 || strides.outer === size * batch.inner) &&
    sizeOf(value) === size * batch.inner * batch.outer
  );
}

export function productContraction(product: Product): Contraction {
  const { rows, columns, depth, batch, left, right, out, epilogue } = product;
  const { offset, strides } = out;
  return {
    name: 'product',
    left: product.leftTransposed
      ? createMatrix(left, 'line', batch.inner, rows)
      : createMatrix(left, 'depth', batch.inner, depth),
    right: product.rightTransposed
      ? createMatrix(right, 'depth', batch.inner, depth)
      : createMatrix(right, 'line', batch.inner, columns),
    out: out.value,
    epilogue,
    matrices: batch.outer * batch.inner,
    rows,
    columns,
    depth,
    declarations: '',
    place: `return ${startOf(out, batch.inner, 1)} + row * ${strides.row}u;`,
    whole: isWhole(out, product),
    outWidth:
      widthOf(columns, offset, strides.outer, strides.inner, strides.row) === 4 &&
      canVectorize(columns, epilogue)
        ? 4
        : 1,
    flops: 2 * batch.outer * batch.inner * rows * columns * depth,
  };
}

export const createProduct = (product: Product, limits: KernelLimits): Variant[] =>
  createVariants([productContraction(product)], limits);
