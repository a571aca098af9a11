/** @file Sums, look-ups and moves of whole rows as plain loops. */
import type { Gather, ScatterAdd, ShiftRows, SumRows } from '../../graph/operation.ts';
import type { Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';

export function runSumRows(operation: SumRows, memory: Memory, finish: Finish): void {
  const { outer, rows, columns, outerStride, rowStride } = operation;
  const input = memory.of(operation.input);
  const out = memory.of(operation.out);
  for (let o = 0; o < outer; o++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        sum += input[o * outerStride + row * rowStride + column]!;
      }
      const at = o * columns + column;
      out[at] = finish(sum, at);
    }
  }
}

export function runGather({ rows, columns, ...values }: Gather, memory: Memory, finish: Finish): void {
  const table = memory.of(values.table);
  const indices = memory.of(values.indices);
  const out = memory.of(values.out);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      out[at] = finish(table[indices[row]! * columns + column]!, at);
    }
  }
}

export function runScatterAdd({ rows, columns, factor, ...values }: ScatterAdd, memory: Memory): void {
  const gradient = memory.of(values.gradient);
  const indices = memory.of(values.indices);
  const out = memory.of(values.out).fill(0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      out[indices[row]! * columns + column]! += factor * gradient[row * columns + column]!;
    }
  }
}

export function runShiftRows(operation: ShiftRows, memory: Memory, finish: Finish): void {
  const { batch, inputRows, outRows, columns, shift } = operation;
  const input = memory.of(operation.input);
  const fill = operation.fill && memory.of(operation.fill);
  const out = memory.of(operation.out);
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let row = 0; row < outRows; row++) {
      const from = row - shift;
      const exists = from >= 0 && from < inputRows;
      for (let column = 0; column < columns; column++) {
        const moved = input[(sequence * inputRows + from) * columns + column]!;
        const at = (sequence * outRows + row) * columns + column;
        out[at] = finish(exists ? moved : (fill?.[column] ?? 0), at);
      }
    }
  }
}
