/** @file Adds the parts of a split depth, always in the same order, and finishes the sums. */
import type { Ending } from '../epilogue.ts';
import { fold } from '../grid.ts';
import { bindScratch, type Kernel, type Scratch } from '../kernel.ts';
import { computed, type Width } from '../text.ts';
import { type Contraction, partSize } from './contraction.ts';
import { groupNumber } from './extent.ts';

const INVOCATIONS = 256;

/** Invocations below which large GPUs are mostly idle. */
const FEW_INVOCATIONS = 65_536;

/** Memory for the results of all parts. */
export const createParts = (contraction: Contraction, split: number): Scratch => ({
  kind: 'scratch',
  bytes: partSize(contraction) * split * 4,
});

/** The end of a kernel that leaves its sums in the memory of parts. */
export function createPartEnding(parts: Scratch, width: Width): Ending {
  const type = computed(width);
  return {
    bindings: [bindScratch('parts', parts, 'read_write', width)],
    code: `fn finish(at: u32, value: ${type}) { parts[at / ${width}u] = value; }
`,
    usesScalars: false,
  };
}

/** Ranges of parts that different invocations add: more where there are many parts of few elements. */
function rangesOf(vectors: number, split: number): number {
  let ranges = 1;
  while (ranges < 16 && vectors * ranges < FEW_INVOCATIONS && split >= ranges * 8) ranges *= 2;
  return ranges;
}

/** WGSL of the index in `out` of the first element of a vector. */
const placeOfVector = ({ whole, rows, columns, outWidth }: Contraction): string =>
  whole
    ? `vector * ${outWidth}u`
    : `place(vector / ${(rows * columns) / outWidth}u, vector / ${columns / outWidth}u % ${rows}u) + vector % ${columns / outWidth}u * ${outWidth}u`;

export function createPartSums(
  contraction: Contraction,
  split: number,
  parts: Scratch,
  ending: Ending,
): Kernel {
  const { outWidth } = contraction;
  const vectors = partSize(contraction) / outWidth;
  const ranges = rangesOf(vectors, split);
  const lanes = INVOCATIONS / ranges;
  const inRange = Math.ceil(split / ranges);
  const type = computed(outWidth);
  const count = Math.ceil(vectors / lanes);
  const addRanges = `sums[range][lane] = sum;
  workgroupBarrier();
  for (var next = 1u; next < ${ranges}u; next++) { sum += sums[next][lane]; }`;
  return {
    name: `${contraction.name} sum of ${split} parts`,
    bindings: [bindScratch('parts', parts, 'read', outWidth), ...ending.bindings],
    body: `${contraction.declarations}
fn place(matrix: u32, row: u32) -> u32 {
  ${contraction.place}
}
${ending.code}
${ranges === 1 ? '' : `var<workgroup> sums: array<array<${type}, ${lanes}>, ${ranges}>;`}
fn run(wg: vec3<u32>, local: u32) {
  ${groupNumber(count)}
  let lane = local % ${lanes}u;
  let range = local / ${lanes}u % ${ranges}u;
  let vector = number * ${lanes}u + lane;
  var sum = ${type}();
  for (var step = 0u; step < ${inRange}u; step++) {
    let part = range * ${inRange}u + step;
    if (vector < ${vectors}u && part < ${split}u) { sum += parts[part * ${vectors}u + vector]; }
  }
  ${ranges === 1 ? '' : addRanges}
  if (vector < ${vectors}u && range == 0u) { finish(${placeOfVector(contraction)}, sum); }
}
`,
    workgroupSize: INVOCATIONS,
    grid: fold(count).grid,
    usesScalars: ending.usesScalars,
    dropoutLayer: ending.dropoutLayer,
    flops: 0,
  };
}
