/** @file Adds rows of a gradient to rows of a table, always in the same order. */
import type { ScatterAdd } from '../../compiled/graph/operation.ts';
import { fold, invocationsOf, powerOfTwo } from './grid.ts';
import { bind, type KernelLimits, type Variant } from './kernel.ts';
import { computed, float, load, splat, store } from './text.ts';

/** Most vectors of a row that a workgroup adds; a wider table is cut into strips. */
const STRIP = 64;

/** Bytes of sums in a workgroup: half of what every device has, so that two workgroups run side by side. */
const SUM_BYTES = 8192;

/** Workgroups that occupy a large GPU; a small table is cut into smaller blocks until there are as many. */
const GROUPS = 256;

/** Loads that are on their way at once while rows with the same index are added one after another. */
const LOADS = 4;

/** Which entries and columns a workgroup owns. */
function divide({ entries, columns }: ScatterAdd, limits: KernelLimits) {
  const width = columns % 4 === 0 ? 4 : 1;
  const vectors = columns / width;
  const across = Math.min(powerOfTwo(vectors), STRIP);
  const strips = Math.ceil(vectors / across);
  const most = Math.floor(SUM_BYTES / (across * width * 4));
  const block = Math.max(1, Math.min(most, Math.floor((entries * strips) / GROUPS)));
  return {
    width,
    vectors,
    across,
    strips,
    block,
    blocks: Math.ceil(entries / block),
    workgroupSize: invocationsOf(limits),
  } as const;
}

/**
 * Declares `collect`, which looks at as many indices as there are invocations and lists the rows that belong to this
 * workgroup in ascending order: a bit for each row, then the number of bits before it.
 */
const collectFunction = (rows: number, block: number, workgroupSize: number): string => `
const words = ${workgroupSize / 32}u;
var<workgroup> marks: array<atomic<u32>, words>;
var<workgroup> listedRows: array<u32, ${workgroupSize}>;
var<workgroup> listedEntries: array<u32, ${workgroupSize}>;
fn collect(first: u32, firstEntry: u32, local: u32) -> u32 {
  if (local < words) { atomicStore(&marks[local], 0u); }
  workgroupBarrier();
  let row = first + local;
  var entry = ${block}u;
  if (row < ${rows}u) { entry = u32(indices[row]) - firstEntry; }
  let owned = entry < ${block}u;
  if (owned) { atomicOr(&marks[local / 32u], 1u << (local % 32u)); }
  workgroupBarrier();
  var total = 0u;
  var before = 0u;
  for (var word = 0u; word < words; word++) {
    let bits = atomicLoad(&marks[word]);
    if (word < local / 32u) { before += countOneBits(bits); }
    if (word == local / 32u) { before += countOneBits(bits & ((1u << (local % 32u)) - 1u)); }
    total += countOneBits(bits);
  }
  if (owned) {
    listedRows[before] = row;
    listedEntries[before] = entry;
  }
  workgroupBarrier();
  return total;
}`;

export function scatterAdd(operation: ScatterAdd, limits: KernelLimits): Variant[] {
  const { rows, entries, gradient, indices, out, factor } = operation;
  const { width, vectors, across, strips, block, blocks, workgroupSize } = divide(operation, limits);
  const { grid, number } = fold(blocks * strips);
  const from = bind('gradient', gradient, 'read', width);
  const to = bind('out', out, 'read_write', width);
  const type = computed(width);
  const each = Array.from({ length: LOADS }, (_, step) => step);
  const body = `${collectFunction(rows, block, workgroupSize)}
const across = ${across}u;
// The invocations of one column share the entries: entry e is added by those with e mod deep = depth.
const deep = ${workgroupSize / across}u;
var<workgroup> sums: array<${type}, ${block * across}>;
fn gradientAt(listed: u32, column: u32) -> ${type} {
  return ${load(from, `listedRows[listed] * ${vectors}u + column`)};
}
fn addAt(listed: u32, total: u32, lane: u32, depth: u32, value: ${type}) {
  if (listed >= total) { return; }
  let entry = listedEntries[listed];
  if (entry % deep == depth) { sums[entry * across + lane] += value; }
}
fn run(wg: vec3<u32>, local: u32) {
  let group = ${number};
  if (group >= ${blocks * strips}u) { return; }
  let firstEntry = group / ${strips}u * ${block}u;
  let lane = local % across;
  let depth = local / across;
  let column = group % ${strips}u * across + lane;
  let inside = column < ${vectors}u;
  for (var entry = depth; entry < ${block}u; entry += deep) { sums[entry * across + lane] = ${splat(width, 0)}; }
  for (var first = 0u; first < ${rows}u; first += ${workgroupSize}u) {
    let total = collect(first, firstEntry, local);
    if (inside) {
      for (var listed = 0u; listed < total; listed += ${LOADS}u) {
        ${each.map((step) => `let value${step} = gradientAt(min(listed + ${step}u, total - 1u), column);`).join('\n        ')}
        ${each.map((step) => `addAt(listed + ${step}u, total, lane, depth, value${step});`).join('\n        ')}
      }
    }
    workgroupBarrier();
  }
  for (var entry = depth; entry < ${block}u; entry += deep) {
    if (inside && firstEntry + entry < ${entries}u) {
      ${store(to, `(firstEntry + entry) * ${vectors}u + column`, `sums[entry * across + lane] * ${float(factor)}`)}
    }
  }
}`;
  const bindings = [from, bind('indices', indices, 'read'), to];
  const name = `scatter-add ${block} entries x${width}`;
  const kernel = { name, bindings, body, workgroupSize, grid, usesScalars: false, flops: 0 };
  return [{ name: 'scatter-add', kernels: [kernel] }];
}
