/** @file How work is divided among workgroups and their invocations. */
import type { Kernel, KernelLimits } from './kernel.ts';

/** The most workgroups in a dimension that every WebGPU device accepts. */
const MOST_GROUPS = 65_535;

/** Invocations of a workgroup where nothing else is given: several warps or waves of any GPU. */
const INVOCATIONS = 256;

/** Vectors for each invocation of a large array; more than one saves workgroups, and its loads overlap. */
const VECTORS_EACH = 4;

/** Vectors from which a device has enough to do without one invocation for each. */
const LARGE = 2 ** 20;

/** The smallest power of two that is not below `count`. */
export const powerOfTwo = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(count, 1)));

export const invocationsOf = ({ invocations }: KernelLimits): number =>
  2 ** Math.floor(Math.log2(Math.min(INVOCATIONS, invocations)));

/** A grid of at least `groups` workgroups, and WGSL of the number of one, which can be too large by less than a row. */
export function fold(groups: number): { grid: Kernel['grid']; number: string } {
  const rows = Math.ceil(groups / MOST_GROUPS);
  const columns = Math.ceil(groups / rows);
  return { grid: [columns, rows, 1], number: rows === 1 ? 'wg.x' : `(wg.y * ${columns}u + wg.x)` };
}

/**
 * A kernel that calls `each(i)`, which `code` declares, for every i below `count`; neighbors run side by side.
 * @param each.count elements or vectors
 */
export function createMap(
  {
    count,
    code,
    ...kernel
  }: Pick<Kernel, 'name' | 'bindings' | 'usesScalars' | 'dropoutLayer'> & { count: number; code: string },
  limits: KernelLimits,
): Kernel {
  const workgroupSize = invocationsOf(limits);
  const times = count < LARGE ? 1 : VECTORS_EACH;
  const { grid, number } = fold(Math.ceil(count / (workgroupSize * times)));
  const body = `${code}
fn run(wg: vec3<u32>, local: u32) {
  let first = ${number} * ${workgroupSize * times}u + local;
  for (var time = 0u; time < ${times}u; time++) {
    let i = first + time * ${workgroupSize}u;
    if (i < ${count}u) { each(i); }
  }
}`;
  return { ...kernel, body, workgroupSize, grid, flops: 0 };
}
