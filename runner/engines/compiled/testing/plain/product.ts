/** @file Batches of matrix products as plain loops. */
import type { Matrices, Product } from '../../graph/operation.ts';
import type { Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';

/** Index of the first element of row `row` of matrix (outer, inner). */
const rowStart = ({ offset, strides }: Matrices, outer: number, inner: number, row: number): number =>
  offset + outer * strides.outer + inner * strides.inner + row * strides.row;

/** One number of a matrix, which may be stored transposed. */
function elementOf(matrices: Matrices, transposed: boolean, memory: Memory) {
  const elements = memory.of(matrices.value);
  return (outer: number, inner: number, row: number, column: number): number =>
    transposed
      ? elements[rowStart(matrices, outer, inner, column) + row]!
      : elements[rowStart(matrices, outer, inner, row) + column]!;
}

export function runProduct(operation: Product, memory: Memory, finish: Finish): void {
  const { rows, columns, depth, batch } = operation;
  const left = elementOf(operation.left, operation.leftTransposed, memory);
  const right = elementOf(operation.right, operation.rightTransposed, memory);
  const out = memory.of(operation.out.value);
  for (let outer = 0; outer < batch.outer; outer++) {
    for (let inner = 0; inner < batch.inner; inner++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) {
            sum += left(outer, inner, row, k) * right(outer, inner, k, column);
          }
          const at = rowStart(operation.out, outer, inner, row) + column;
          out[at] = finish(sum, at);
        }
      }
    }
  }
}
