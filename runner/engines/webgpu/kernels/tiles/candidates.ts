/** @file Which tiles are worth a try for a contraction, the likely fastest first. */
import { createEnding } from '../epilogue.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import { type Contraction, partSize } from './contraction.ts';
import { estimate } from './estimate.ts';
import { createPartEnding, createPartSums, createParts } from './part-sums.ts';
import { createPlainVariant } from './plain-kernel.ts';
import { fits, type Tile, type TileChoice } from './tile.ts';
import { createTileKernel, operandBindings, stagedElement, variantName } from './tile-kernel.ts';
import { type LoadedTile, loadedTiles } from './tiles.ts';

/** Parts into which a depth may be cut. */
const SPLITS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];

/** Most bytes of the parts of one operation: on the H200, filter gradients were fastest with about as many. */
const MOST_PART_BYTES = 64 * 2 ** 20;

/** Tiles of an operation that are measured: compiling one took 44 to 64 ms on the machine of the H200. */
const MOST_TILES = 3;

/** A choice for one of the contractions of an operation. */
interface Ranked {
  contraction: Contraction;
  choice: TileChoice;
  seconds: number;
}

const canBeSplit = (contraction: Contraction, { depth }: Tile, split: number): boolean =>
  split === 1 ||
  (split * 2 <= contraction.depth / depth && partSize(contraction) * split * 4 <= MOST_PART_BYTES);

/** The best split of the depth for a tile. */
function rank(contraction: Contraction, { tile, buffering, share }: LoadedTile): Ranked {
  const ranked = SPLITS.filter((split) => canBeSplit(contraction, tile, split)).map((split): Ranked => {
    const choice: TileChoice = { tile, buffering, split, widen: false };
    return { contraction, choice, seconds: estimate(contraction, choice, share) };
  });
  return ranked.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}

const bytesFor = ({ left, right }: Contraction, widen: boolean) => ({
  left: stagedElement(left, widen) === 'f16' ? 2 : 4,
  right: stagedElement(right, widen) === 'f16' ? 2 : 4,
});

const isPossible = ({ contraction, choice }: Ranked, limits: KernelLimits): boolean =>
  fits(choice.tile, choice.buffering, bytesFor(contraction, choice.widen), limits) &&
  canBeSplit(contraction, choice.tile, choice.split);

/** The best choice in variations: its depth split twice as often, and half precision converted early. */
function variationsOf({ contraction, choice, seconds }: Ranked): Ranked[] {
  const half = [contraction.left, contraction.right].some(({ value }) => value.type === 'float16');
  return [
    ...(choice.split > 1 ? [{ ...choice, split: choice.split * 2 }] : []),
    ...(half ? [{ ...choice, widen: true }] : []),
  ].map((varied) => ({ contraction, choice: varied, seconds }));
}

/**
 * Choices for an operation, the likely fastest first: the best tiles by estimate, then the first of them in variations.
 * @param contractions ways to compute the operation; of each, there is a choice among the first
 */
function choicesOf(contractions: readonly Contraction[], limits: KernelLimits): Ranked[] {
  const ranked = contractions
    .flatMap((contraction) => loadedTiles(limits.rates).map((loaded) => rank(contraction, loaded)))
    .filter((one) => isPossible(one, limits))
    .sort((one, other) => one.seconds - other.seconds);
  const leaders = new Set(contractions.map((one) => ranked.find(({ contraction }) => contraction === one)!));
  const ordered = [...ranked.filter((one) => leaders.has(one)), ...ranked.filter((one) => !leaders.has(one))];
  return [
    ...ordered.slice(0, MOST_TILES),
    ...variationsOf(ordered[0]!).filter((one) => isPossible(one, limits)),
  ];
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
