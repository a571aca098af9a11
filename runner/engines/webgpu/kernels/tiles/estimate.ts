/** @file How long a contraction takes in a tile, roughly: enough to order candidates. */
import { ELEMENT_BYTES } from '../../../compiled/graph/value.ts';
import { type Contraction, partSize } from './contraction.ts';
import { invocationsOf, type TileChoice } from './tile.ts';

/**
 * The GPU for which times are estimated: an NVIDIA H100, the largest one we know. A smaller one is filled by fewer
 * workgroups, so a choice that fills this one suits it as well.
 */
const GPU = {
  /** Products of float32 a second. */
  products: 33e12,
  /** Bytes a second from the cache that all workgroups share; parts of a split depth are mostly still in it when they are added. */
  cache: 5e12,
  parts: 6e12,
  multiprocessors: 132,
  /** Invocations of a multiprocessor at which the products reach their share of the peak. */
  invocations: 512,
  /** Seconds that one dispatch costs. */
  dispatch: 4e-6,
};

/** Steps of the depth loop that the start and the end of a workgroup take as long as. */
const FIXED_DEPTH = 32;

/**
 * Turns of a GPU until all workgroups are done. What does not fill it takes longer than its share of a turn, because fewer
 * invocations hide less waiting: a product of 1024 x 1024 on the H200, which fills half of it, ran at 0.7 of the speed. One
 * workgroup on each multiprocessor takes as long as fewer do.
 */
function turnsOf(groups: number, invocations: number): number {
  const turns = (groups * invocations) / (GPU.multiprocessors * GPU.invocations);
  const rest = turns % 1;
  return (
    Math.floor(turns) +
    (rest === 0 ? 0 : Math.sqrt(Math.max(rest, Math.min(invocations / GPU.invocations, 1))))
  );
}

/** Estimated seconds of a choice on a GPU like `GPU`, where its tile reaches this share of the peak. */
export function estimate(contraction: Contraction, { tile, split }: TileChoice, share: number): number {
  const { rows, columns, matrices, left, right, depth, meanDepth = depth } = contraction;
  const groups = Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns) * matrices * split;
  const depthIn = (all: number) => Math.ceil(all / tile.depth / split) * tile.depth;
  const depthOfGroup = depthIn(meanDepth);
  const turns = turnsOf(groups, invocationsOf(tile));
  // In the last turn, workgroups with much to do are waited for; half of them share a multiprocessor with one that has less.
  const waitedFor = (depthIn(depth) - depthOfGroup) / 2 / Math.max(turns, 1);
  const productsOfTurn =
    ((GPU.multiprocessors * GPU.invocations) / invocationsOf(tile)) *
    tile.rows *
    tile.columns *
    (depthOfGroup + waitedFor + FIXED_DEPTH);
  const bytesOfDepth =
    tile.rows * ELEMENT_BYTES[left.value.type] + tile.columns * ELEMENT_BYTES[right.value.type];
  const parts = split === 1 ? 0 : (2 * partSize(contraction) * split * 4) / GPU.parts + GPU.dispatch;
  const computing = (turns * productsOfTurn) / (GPU.products * share);
  const loading = (groups * depthOfGroup * bytesOfDepth) / GPU.cache;
  return Math.max(computing, loading) + parts;
}
