/**
 * @file How attention is divided among workgroups and invocations. A workgroup computes `groups * rows` rows of scores
 * and of the result; it goes through the columns of the scores in blocks of `4 * lanes`. A vector is four neighbors.
 */
import type { AttentionShape } from '../../../compiled/graph/operation.ts';
import type { KernelLimits } from '../kernel.ts';

export interface Blocks {
  /** Invocations that share their rows; each computes four neighboring columns of the scores. */
  lanes: number;
  /** Groups of lanes; each has rows of its own. */
  groups: number;
  /** Rows of an invocation. */
  rows: number;
  /** Vectors of the width that an invocation computes of each result; `lanes * vectors` are the slice of a workgroup. */
  vectors: number;
  /** Vectors of the width in workgroup memory at a time while scores are computed. */
  chunk: number;
  /** Whether a driver can unroll the loops: faster to run, and much slower to compile where a CPU emulates the GPU. */
  unrolled: boolean;
}

/** Vectors that hold a row; the last may be incomplete. */
export const vectorsOf = (width: number): number => Math.ceil(width / 4);

export const invocationsOf = ({ lanes, groups }: Blocks): number => lanes * groups;

/** Rows and columns of the scores that a workgroup computes at a time. */
export const blockRows = ({ groups, rows }: Blocks): number => groups * rows;
export const blockColumns = ({ lanes }: Blocks): number => 4 * lanes;

/** Parts of the width that different workgroups compute; each computes the scores again. */
const slicesOf = ({ width }: AttentionShape, { lanes, vectors }: Blocks): number =>
  Math.ceil(vectorsOf(width) / (lanes * vectors));

export const workgroupsOf = (shape: AttentionShape, blocks: Blocks): [number, number, number] => [
  Math.ceil(shape.length / blockRows(blocks)),
  shape.heads * slicesOf(shape, blocks),
  shape.batch,
];

/**
 * Vectors of workgroup memory. The tile first holds a chunk of rows and one of columns, where one unused vector after
 * the rows of each invocation puts neighbors into different banks; then `depth` rows of a slice. `weights` has a vector for
 * each row of each invocation, with an unused one for each group.
 */
export function memoryOf(blocks: Blocks) {
  const { lanes, groups, rows, vectors, chunk } = blocks;
  const left = blockRows(blocks) * chunk + groups;
  const right = blockColumns(blocks) * chunk + lanes;
  const slice = lanes * vectors;
  let depth = blockColumns(blocks);
  while (depth > 4 && depth * slice > left + right) depth /= 2;
  return {
    left,
    depth,
    slice,
    tile: Math.max(left + right, depth * slice),
    weights: invocationsOf(blocks) * rows + groups,
  };
}

function workgroupBytes(blocks: Blocks): number {
  const { tile, weights } = memoryOf(blocks);
  return 16 * (tile + weights);
}

/** Vectors of the results that an invocation may have at most in registers: 16 are 64 of usually 255 or fewer. */
export interface Registers {
  results: number;
  vectors: number;
}

interface Sizes {
  lanes: number;
  groups: number;
  mostRows: number;
}

/**
 * The fastest on an NVIDIA H200, or within 3 % of it, for 50, 197 and 2048 tokens of width 64, and for their gradients:
 * invocations with fewer registers, of which more run at a time.
 */
const FIRST: Sizes = { lanes: 8, groups: 16, mostRows: 4 };

/** Sizes to choose from. All but the widest fit 16 KiB where the width is 64; lanes are a power of two. */
const SIZES: readonly Sizes[] = [
  FIRST,
  { lanes: 8, groups: 8, mostRows: 8 },
  { lanes: 8, groups: 8, mostRows: 4 },
  { lanes: 16, groups: 8, mostRows: 8 },
  { lanes: 16, groups: 8, mostRows: 4 },
  { lanes: 32, groups: 8, mostRows: 4 },
];

/** Invocations that keep a large GPU busy: one warp for each of the four schedulers of 128 multiprocessors. */
const BUSY = 2 ** 14;

/** Invocations that run in lockstep, on most GPUs. */
const WARP = 32;

/** Reading a vector from workgroup memory takes about as long as four multiply-adds of a vector's component. */
const READ = 4;

/**
 * Relative time of an attention, from what an invocation computes and reads for its blocks: padding of rows and columns,
 * lanes without work and a GPU that is not filled all count. It only orders candidates.
 */
function estimate(shape: AttentionShape, blocks: Blocks): number {
  const { lanes, rows, vectors } = blocks;
  const invocations = invocationsOf(blocks);
  const columns = Math.ceil(shape.length / blockColumns(blocks)) * blockColumns(blocks);
  const scores = (columns / blockColumns(blocks)) * vectorsOf(shape.width) * (16 * rows + READ * (rows + 4));
  const results = (shape.length / 4) * (16 * rows * vectors + READ * (rows + 4 * vectors));
  const softmax = (columns / blockColumns(blocks)) * rows * (16 + READ * (1 + lanes / 4) + 4 * vectors);
  const workgroups = workgroupsOf(shape, blocks).reduce((all, n) => all * n, 1);
  const busy = workgroups * Math.ceil(invocations / WARP) * WARP;
  return (scores + results + softmax) * Math.max(busy, BUSY);
}

/** The number of rows for each invocation, up to `most`, that wastes the least on the last block and on reading. */
function fitRows(length: number, groups: number, most: number): number {
  const cost = (rows: number) => Math.ceil(length / (groups * rows)) * groups * rows * (1 + 1 / rows);
  const candidates = Array.from({ length: most }, (_, number) => most - number);
  return candidates.reduce((best, rows) => (cost(rows) < cost(best) ? rows : best));
}

function fitBlocks({ length, width }: AttentionShape, registers: Registers, sizes: Sizes): Blocks {
  const { lanes, groups, mostRows } = sizes;
  const all = vectorsOf(width);
  // Leaves room for two rows, which share what an invocation reads of the other operand.
  const mostVectors = Math.floor(registers.vectors / registers.results / 2);
  const slices = Math.ceil(all / (lanes * mostVectors));
  const vectors = Math.ceil(all / (lanes * slices));
  const most = Math.max(1, Math.min(mostRows, Math.floor(registers.vectors / (registers.results * vectors))));
  const chunk = Math.min(all, lanes > 16 ? 2 : 4);
  return { lanes, groups, rows: fitRows(length, groups, most), vectors, chunk, unrolled: true };
}

/** Small blocks with short text: compiles fast everywhere. */
function compact(shape: AttentionShape): Blocks {
  const lanes = vectorsOf(shape.width) < 16 ? 8 : 16;
  const blocks = fitBlocks(shape, { results: 1, vectors: 8 }, { lanes, groups: 8, mostRows: 2 });
  return { ...blocks, unrolled: false };
}

export const nameOf = (blocks: Blocks): string =>
  `${blockRows(blocks)}x${blockColumns(blocks)}/${blocks.rows}x${4 * blocks.vectors}${blocks.unrolled ? '' : ' compact'}`;

/**
 * At most three candidates that keep within the limits: `FIRST`, then the fastest by `estimate`. Where a CPU emulates the
 * GPU, one with compact text comes before them.
 */
export function chooseBlocks(shape: AttentionShape, limits: KernelLimits, registers: Registers): Blocks[] {
  const fitting = SIZES.map((sizes) => fitBlocks(shape, registers, sizes)).filter(
    (blocks) =>
      invocationsOf(blocks) <= limits.invocations &&
      workgroupBytes(blocks) <= limits.workgroupBytes &&
      (blocks.lanes === 8 || blocks.lanes <= vectorsOf(shape.width)),
  );
  const first = nameOf(fitBlocks(shape, registers, FIRST));
  const unique = [...new Map(fitting.map((blocks) => [nameOf(blocks), blocks])).values()].sort(
    (a, b) =>
      Number(nameOf(b) === first) - Number(nameOf(a) === first) || estimate(shape, a) - estimate(shape, b),
  );
  return [...(limits.software ? [compact(shape)] : []), ...unique.slice(0, 3)];
}
