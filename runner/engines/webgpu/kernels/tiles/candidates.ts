/** @file Which tiles are worth a try for a contraction, the likely fastest first. */
import { ELEMENT_BYTES } from '../../../compiled/graph/value.ts';
import { createEnding } from '../epilogue.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import { type Contraction, partSize } from './contraction.ts';
import { createPartEnding, createPartSums, createParts } from './part-sums.ts';
import { fits, invocationsOf, nameOf, type Tile, type TileChoice } from './tile.ts';
import { createTileKernel, operandBindings, stagedElement, stepsOf } from './tile-kernel.ts';

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
const MOST_PART_BYTES = 64 * 2 ** 20;

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
  /** Invocations at which the products reach their share of the peak. */
  invocations: 132 * 512,
  /** Seconds that one dispatch costs. */
  dispatch: 4e-6,
};

/** Steps of the depth loop that the start and the end of a workgroup take as long as. */
const FIXED_DEPTH = 32;

/**
 * Turns of a GPU until all invocations are done. What does not fill the GPU takes longer than its share of a turn, because
 * fewer invocations hide less waiting: a product of 1024 x 1024 on the H200, which fills half of it, ran at 0.7 of the speed.
 */
function turnsOf(invocations: number): number {
  const turns = invocations / GPU.invocations;
  return Math.floor(turns) + Math.sqrt(turns % 1);
}

/** Estimated seconds of a choice. */
function estimate(contraction: Contraction, choice: TileChoice, share: number): number {
  const { tile, split } = choice;
  const { rows, columns, matrices, left, right } = contraction;
  const { steps } = stepsOf(contraction, choice);
  const groups = Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns) * matrices * split;
  const fullTurn = GPU.invocations / invocationsOf(tile);
  const productsOfGroup = tile.rows * tile.columns * (steps * tile.depth + FIXED_DEPTH);
  const turns = turnsOf(groups * invocationsOf(tile));
  const computing = (turns * fullTurn * productsOfGroup) / (GPU.products * share);
  const loaded =
    groups *
    steps *
    tile.depth *
    (tile.rows * ELEMENT_BYTES[left.value.type] + tile.columns * ELEMENT_BYTES[right.value.type]);
  const parts = split === 1 ? 0 : (2 * partSize(contraction) * split * 4) / GPU.memory + GPU.dispatch;
  return Math.max(computing, loaded / GPU.cache) + parts;
}

interface Ranked {
  choice: TileChoice;
  seconds: number;
}

/** The best split of the depth for a tile. */
function rank(contraction: Contraction, tile: Tile, share: number): Ranked {
  const ranked = SPLITS.filter(
    (split) =>
      split === 1 ||
      (split * 2 <= contraction.depth / tile.depth && partSize(contraction) * split * 4 <= MOST_PART_BYTES),
  ).map((split): Ranked => {
    const choice: TileChoice = { tile, buffering: 'direct', split, widen: false };
    return { choice, seconds: estimate(contraction, choice, share) };
  });
  return ranked.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}

/**
 * Choices for a contraction, the likely fastest first: the best tiles by estimate, each with the ways to load it. The first
 * loads directly, because that needs the fewest registers and the least workgroup memory.
 */
export function choicesOf(contraction: Contraction, limits: KernelLimits): TileChoice[] {
  const bytesFor = (widen: boolean) => ({
    left: stagedElement(contraction.left, widen) === 'f16' ? 2 : 4,
    right: stagedElement(contraction.right, widen) === 'f16' ? 2 : 4,
  });
  const half = [contraction.left, contraction.right].some(({ value }) => value.type === 'float16');
  const ranked = TILES.map(
    ([rows, columns, depth, threadRows, threadColumns, share]) =>
      [{ rows, columns, depth, threadRows, threadColumns }, share] as const,
  )
    .filter(([tile]) => fits(tile, 'direct', bytesFor(false), limits))
    .map(([tile, share]) => rank(contraction, tile, share))
    .sort((one, other) => one.seconds - other.seconds)
    .map(({ choice }) => choice);
  const waysOf = (choice: TileChoice, number: number): TileChoice[] =>
    (
      [
        choice,
        { ...choice, buffering: 'double' },
        ...(number === 0 ? [{ ...choice, buffering: 'ahead' as const }] : []),
        ...(half ? [{ ...choice, widen: true }] : []),
      ] as TileChoice[]
    ).filter(({ tile, buffering, widen }) => fits(tile, buffering, bytesFor(widen), limits));
  return ranked.flatMap(waysOf).slice(0, MOST_VARIANTS);
}

/** The kernels of a choice. */
export function createVariant(contraction: Contraction, choice: TileChoice): Variant {
  const { out, epilogue, outWidth } = contraction;
  if (choice.split === 1) {
    const ending = createEnding(out, epilogue, outWidth, operandBindings(contraction));
    return { name: nameOf(choice), kernels: [createTileKernel(contraction, choice, ending)] };
  }
  const parts = createParts(contraction, choice.split);
  const ending = createEnding(out, epilogue, outWidth);
  return {
    name: nameOf(choice),
    kernels: [
      createTileKernel(contraction, choice, createPartEnding(parts, outWidth)),
      createPartSums(contraction, choice.split, parts, ending),
    ],
  };
}

export const createVariants = (contraction: Contraction, limits: KernelLimits): Variant[] =>
  choicesOf(contraction, limits).map((choice) => createVariant(contraction, choice));
