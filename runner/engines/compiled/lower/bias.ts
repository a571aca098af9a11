/** @file Biases: one number for each unit or channel, the last dimension. */
import type { Value } from '../graph/value.ts';
import type { TrainedArray } from './builder.ts';
import { addPeriodic, outputShape, type Site } from './rule.ts';

/** Adds a bias [columns] to each row of a layer's output. */
export const addBias = (site: Site, name: string, input: Value, bias: TrainedArray, columns: number): Value =>
  site.builder.elementwise(name, outputShape(site), input, [addPeriodic(bias.value, columns)]);

/** Stores the sum over the rows of a gradient [rows, columns] as the gradient of an array [columns]. */
export function sumGradient(
  { builder }: Site,
  gradient: Value,
  array: TrainedArray,
  sizes: { outer?: number; rows: number; columns: number; rowStride?: number },
): void {
  const { outer = 1, rows, columns, rowStride = columns } = sizes;
  builder.emit({
    kind: 'sum-rows',
    input: gradient,
    out: array.gradient,
    outer,
    rows,
    columns,
    outerStride: rows * rowStride,
    rowStride,
    epilogue: [],
  });
}
