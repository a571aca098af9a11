/** @file The frame of kernels in which some lanes share a row: which row that is, and reductions over its lanes. */
import { fold, invocationsOf, powerOfTwo } from './grid.ts';
import type { Kernel, KernelLimits } from './kernel.ts';
import type { Width } from './text.ts';

/** Vectors that a lane takes of a row where there are enough rows to occupy a large GPU. */
const VECTORS_EACH = 4;

/** Vectors of all rows together from which there are enough. */
const ENOUGH = 2 ** 17;

export interface RowFrame {
  /** Lanes of a row, a power of two. */
  lanes: number;
  /** Rows that a workgroup handles at the same time. */
  rowsAtOnce: number;
  workgroupSize: number;
  grid: Kernel['grid'];
  /**
   * WGSL that starts `run`: declares `row`, `lane` and `end`, the vectors of the row. Where there is no such row, `end` is 0:
   * those lanes go on, because they take part in barriers.
   */
  start: string;
}

/**
 * @param rounds Rows that each workgroup handles one after another; `start` then needs a variable `round`
 */
export function frameRows(rows: number, vectors: number, limits: KernelLimits, rounds = 1): RowFrame {
  const workgroupSize = invocationsOf(limits);
  const each = rows * vectors >= ENOUGH ? VECTORS_EACH : 1;
  const lanes = Math.min(powerOfTwo(vectors / each), workgroupSize);
  const rowsAtOnce = workgroupSize / lanes;
  const { grid, number } = fold(Math.ceil(rows / (rowsAtOnce * rounds)));
  const first = rounds === 1 ? number : `(${number} * ${rounds}u + round)`;
  const start = `let row = ${first} * ${rowsAtOnce}u + local / ${lanes}u;
  let lane = local % ${lanes}u;
  let end = select(0u, ${vectors}u, row < ${rows}u);`;
  return { lanes, rowsAtOnce, workgroupSize, grid, start };
}

/**
 * Declares `fn NAME(local: u32, value: TYPE) -> TYPE`, which combines the values of all `lanes` neighbors and gives the result
 * to each. All invocations of the workgroup call it together.
 * @param combine WGSL of the combination of two values
 */
export function reduceLanes(
  name: string,
  type: string,
  { lanes, workgroupSize }: { lanes: number; workgroupSize: number },
  combine: (left: string, right: string) => string,
): string {
  if (lanes === 1) return `\nfn ${name}(local: u32, value: ${type}) -> ${type} { return value; }`;
  return `
var<workgroup> ${name}Values: array<${type}, ${workgroupSize}>;
fn ${name}(local: u32, value: ${type}) -> ${type} {
  let lane = local % ${lanes}u;
  ${name}Values[local] = value;
  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      ${name}Values[local] = ${combine(`${name}Values[local]`, `${name}Values[local + half]`)};
    }
  }
  workgroupBarrier();
  let result = ${name}Values[local - lane];
  workgroupBarrier();
  return result;
}`;
}

export const plus = (left: string, right: string): string => `${left} + ${right}`;
export const larger = (left: string, right: string): string => `max(${left}, ${right})`;

/** WGSL of the sum of the components of a value. */
export const total = (width: Width, value: string): string =>
  width === 4 ? `dot(${value}, vec4<f32>(1.0))` : value;

/** WGSL of the largest component of the variable `name`. */
export const largest = (width: Width, name: string): string =>
  width === 4 ? `max(max(${name}.x, ${name}.y), max(${name}.z, ${name}.w))` : name;
