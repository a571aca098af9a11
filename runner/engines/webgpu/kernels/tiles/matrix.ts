/** @file Matrices as operands of a contraction. */
import type { Matrices } from '../../../compiled/graph/operation.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import type { Width } from '../text.ts';
import { type Operand, widthOf } from './contraction.ts';

/** WGSL of the index of a matrix's first element divided by `width`; `inner` matrices follow each other by `strides.inner`. */
export function startOf({ offset, strides }: Matrices, inner: number, width: Width): string {
  const terms = [
    [`matrix / ${inner}u`, strides.outer],
    [`matrix % ${inner}u`, strides.inner],
  ] as const;
  return [
    `${offset / width}u`,
    ...terms.filter(([, stride]) => stride > 0).map(([number, stride]) => `${number} * ${stride / width}u`),
  ].join(' + ');
}

/** @param inner matrices of a batch that `strides.inner` applies to */
export function createMatrix(
  matrices: Matrices,
  contiguous: Operand['contiguous'],
  inner: number,
  contiguousSize: number,
): Operand {
  const { offset, strides } = matrices;
  const width = widthOf(contiguousSize, offset, strides.outer, strides.inner, strides.row);
  const along = (index: string) => `i32(${width === 1 ? index : `(${index}) / 4u`})`;
  const across = (index: string) => `i32((${index}) * ${strides.row / width}u)`;
  const start = `i32(${startOf(matrices, inner, width)})`;
  return {
    value: matrices.value,
    contiguous,
    width,
    bounds: null,
    line: `return Part(${start} + ${contiguous === 'line' ? along('line') : across('line')}, 0, 0, true);`,
    depth: () =>
      `return Part(${contiguous === 'line' ? across('first + within') : along('first + within')}, 0, 0, true);`,
  };
}

/** A value that is one matrix, row after row. */
export const wholeMatrix = (value: Value, columns: number): Matrices => ({
  value,
  offset: 0,
  strides: { outer: 0, inner: 0, row: columns },
});
