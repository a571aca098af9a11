/** @file Which tiles are worth a try for a contraction, the likely fastest first. */
import { ELEMENT_BYTES } from '../../../compiled/graph/value.ts';
import { createEnding } from '../epilogue.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import { type Contraction, partSize } from './contraction.ts';
import { createPartEnding, createPartSums, createParts } from './part-sums.ts';
import { createPlainVariant } from './plain-kernel.ts';
import { fits, invocationsOf, type Tile, type TileChoice } from './tile.ts';
import { createTileKernel, operandBindings, stagedElement, variantName } from './tile-kernel.ts';

/**
 * Tiles with the share of a GPU's peak that they reach when there are many of them. Those of 128x128x16, 128x128x8,
 * 64x128x16, 64x64x16/8x4 and 32x32x32 were measured with a simpler kernel on an NVIDIA H200 in float32, 4096 x 4096; the
 * others are set between them by the vectors they read from workgroup memory for each product.
 */
const TILES: readonly (readonly [
  rows: number,
  columns: number,
  depth: number,
  threadRows: number,
  threadColumns: number,
  share: number,
])[] = [
  [128, 128, 16, 8, 8, 0.55],
  [128, 128, 8, 8, 8, 0.49],
  [128, 64, 16, 8, 4, 0.53],
  [64, 128, 16, 8, 8, 0.51],
  [64, 64, 16, 8, 4, 0.52],
  [64, 64, 16, 4, 4, 0.4],
  [128, 32, 16, 8, 4, 0.42],
  [32, 128, 16, 8, 4, 0.42],
  [64, 32, 32, 4, 4, 0.34],
  [32, 64, 32, 4, 4, 0.34],
  [32, 32, 32, 4, 4, 0.3],
  [128, 16, 16, 8, 4, 0.3],
  [16, 128, 16, 4, 4, 0.28],
  [64, 16, 32, 4, 4, 0.26],
  [16, 64, 32, 4, 4, 0.26],
  [8, 128, 32, 4, 4, 0.22],
  [4, 256, 16, 4, 4, 0.16],
  [4, 128, 32, 4, 4, 0.16],
];

/** Parts into which a depth may be cut. */
const SPLITS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];

/** Most bytes of the parts of one operation. */
const MOST_PART_BYTES = 32 * 2 ** 20;

/** Variants of one operation; each takes a few tenths of a second to compile and measure. */
const MOST_VARIANTS = 6;

/**
 * The GPU for which times are estimated: an NVIDIA H100, the largest one we know. A smaller one is filled by fewer
 * workgroups, so a choice that fills this one suits it as well.
 */
const GPU = {
  /** Products of float32 a second. */
  products: 33e12,
  /** Bytes a second from the cache that all workgroups share, and from memory. */
  cache: 5e12,
  memory: 3e12,
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

/** Estimated seconds of a choice. */
function estimate(contraction: Contraction, { tile, split }: TileChoice, share: number): number {
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
  const parts = split === 1 ? 0 : (2 * partSize(contraction) * split * 4) / GPU.memory + GPU.dispatch;
  const computing = (turns * productsOfTurn) / (GPU.products * share);
  const loading = (groups * depthOfGroup * bytesOfDepth) / GPU.cache;
  return Math.max(computing, loading) + parts;
}

/** A choice for one of the contractions of an operation. */
interface Ranked {
  contraction: Contraction;
  choice: TileChoice;
  seconds: number;
}

/** The best split of the depth for a tile. */
function rank(contraction: Contraction, tile: Tile, share: number): Ranked {
  const mayBeSplit = (split: number) =>
    split * 2 <= contraction.depth / tile.depth && partSize(contraction) * split * 4 <= MOST_PART_BYTES;
  const ranked = SPLITS.filter((split) => split === 1 || mayBeSplit(split)).map((split): Ranked => {
    const choice: TileChoice = { tile, buffering: 'direct', split, widen: false };
    return { contraction, choice, seconds: estimate(contraction, choice, share) };
  });
  return ranked.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}

const bytesFor = ({ left, right }: Contraction, widen: boolean) => ({
  left: stagedElement(left, widen) === 'f16' ? 2 : 4,
  right: stagedElement(right, widen) === 'f16' ? 2 : 4,
});

/** Ways to load a choice: directly, with the next tile loaded meanwhile, and with half precision converted early. */
function waysOf({ contraction, choice, seconds }: Ranked, limits: KernelLimits): Ranked[] {
  const isPossible = ({ tile, buffering, widen }: TileChoice) =>
    fits(tile, buffering, bytesFor(contraction, widen), limits);
  const double: TileChoice = { ...choice, buffering: 'double' };
  const half = [contraction.left, contraction.right].some(({ value }) => value.type === 'float16');
  return [
    choice,
    isPossible(double) ? double : { ...choice, buffering: 'ahead' as const },
    ...(half ? [{ ...choice, widen: true }] : []),
  ]
    .filter(isPossible)
    .map((way) => ({ contraction, choice: way, seconds }));
}

/**
 * Choices for an operation, the likely fastest first: the best tiles by estimate, the two best ones with all ways to load
 * them. The first loads directly, because that needs the fewest registers and the least workgroup memory.
 * @param contractions ways to compute the operation; of each, there is a choice among the first
 */
export function choicesOf(contractions: readonly Contraction[], limits: KernelLimits): Ranked[] {
  const ranked = contractions
    .flatMap((contraction) =>
      TILES.map(
        ([rows, columns, depth, threadRows, threadColumns, share]) =>
          [{ rows, columns, depth, threadRows, threadColumns }, share] as const,
      )
        .filter(([tile]) => fits(tile, 'direct', bytesFor(contraction, false), limits))
        .map(([tile, share]) => rank(contraction, tile, share)),
    )
    .sort((one, other) => one.seconds - other.seconds);
  const leaders = new Set(contractions.map((one) => ranked.find(({ contraction }) => contraction === one)!));
  const ordered = [...ranked.filter((one) => leaders.has(one)), ...ranked.filter((one) => !leaders.has(one))];
  return ordered.flatMap((one, number) => (number < 2 ? waysOf(one, limits) : [one])).slice(0, MOST_VARIANTS);
}

/** The kernels of a choice. */
export function createVariant(contraction: Contraction, choice: TileChoice): Variant {
  const { out, epilogue, outWidth } = contraction;
  const name = variantName(contraction, choice);
  if (choice.split === 1) {
    const ending = createEnding(out, epilogue, outWidth, operandBindings(contraction));
    return { name, kernels: [createTileKernel(contraction, choice, ending)] };
  }
  const parts = createParts(contraction, choice.split);
  const ending = createEnding(out, epilogue, outWidth);
  return {
    name,
    kernels: [
      createTileKernel(contraction, choice, createPartEnding(parts, outWidth)),
      createPartSums(contraction, choice.split, parts, ending),
    ],
  };
}

/**
 * Floating-point operations from which tiles are worth their compiling on an emulated GPU: on lavapipe, the plain kernel
 * computed convolutions of 1.2 GFLOP two to four times as slowly, and was compiled half a second faster.
 */
const PLAIN_FLOPS = 2e8;

/** Variants of an operation that any of the contractions computes; on an emulated GPU, small ones get the plain kernel. */
export const createVariants = (contractions: readonly Contraction[], limits: KernelLimits): Variant[] => [
  ...(limits.software && contractions[0]!.flops < PLAIN_FLOPS ? [createPlainVariant(contractions[0]!)] : []),
  ...choicesOf(contractions, limits).map(({ contraction, choice }) => createVariant(contraction, choice)),
];
