/**
 * @file Contractions of all kinds of operations compute their cases, with small tiles that are compiled quickly; and a
 * kernel with a mistake in its text does not.
 */
import { expect, test } from 'vitest';
import type { Operation } from '../../../compiled/graph/operation.ts';
import type { ElementType } from '../../../compiled/graph/value.ts';
import { type Case, withType } from '../../../compiled/testing/cases/case.ts';
import { compareCase } from '../../../compiled/testing/cases/compare.ts';
import {
  convolutionCases,
  convolutionFilterGradientCases,
  convolutionInputGradientCases,
} from '../../../compiled/testing/cases/convolutions.ts';
import { productCases } from '../../../compiled/testing/cases/products.ts';
import type { OpenDevice } from '../../device/device.ts';
import { findWrongIn, runCase } from '../../testing/run-case.ts';
import { openTestDevice } from '../../testing/run-kernels.ts';
import type { Variant } from '../kernel.ts';
import { convolutionByPosition, filterGradientByPosition, inputGradientByPosition } from './by-position.ts';
import { createVariant } from './candidates.ts';
import type { Contraction } from './contraction.ts';
import { convolutionContraction, filterGradientContraction } from './convolution.ts';
import { inputGradientContraction } from './input-gradient.ts';
import { createPlainVariant } from './plain-kernel.ts';
import { productContraction } from './product.ts';
import { fits, type Tile, type TileChoice } from './tile.ts';
import { loadedTiles } from './tiles.ts';

const opened = await openTestDevice();

/** All contractions of an operation, whether they save work or not. */
function contractionsOf(operation: Operation): Contraction[] {
  switch (operation.kind) {
    case 'product':
      return [productContraction(operation)];
    case 'convolution':
      return [convolutionContraction(operation), convolutionByPosition(operation)];
    case 'convolution-input-gradient':
      return [inputGradientContraction(operation), inputGradientByPosition(operation)];
    case 'convolution-filter-gradient':
      return [filterGradientContraction(operation), filterGradientByPosition(operation)];
    default:
      throw new Error(`${operation.kind} is no contraction`);
  }
}

const tile = (rows: number, columns: number, depth: number, threadRows = 4, threadColumns = 4): Tile => ({
  rows,
  columns,
  depth,
  threadRows,
  threadColumns,
});

/**
 * Tiles that are compiled quickly on an emulated GPU: sides loaded together and in halves, with more invocations than there
 * is to load and with fewer, with one and with two vectors an invocation.
 */
const tiles = [tile(32, 32, 32), tile(8, 16, 8), tile(32, 32, 8), tile(16, 32, 8, 4, 8)];
const bufferings = ['direct', 'ahead', 'double'] as const;
const splits = [1, 3, 2, 1, 7];

/** Another combination of tile, buffering and split for each number. */
const choiceOf = (number: number): TileChoice => ({
  tile: tiles[number % tiles.length]!,
  buffering: bufferings[number % bufferings.length]!,
  split: splits[number % splits.length]!,
  widen: false,
});

/** Several test files share the processor, and an emulated GPU compiles a kernel for most of a second. */
const PATIENCE_MS = 600_000;

/**
 * One of so many cases is taken, and fewer of those with an epilogue and of the tiles that are candidates, which an emulated
 * GPU compiles for 1 to 6 s each; TRAINMARK_ALL_CASES=1 takes all, in both types.
 */
const isComplete = process.env.TRAINMARK_ALL_CASES === '1';
const [EVERY, EVERY_EPILOGUE, EVERY_TILE] = isComplete ? [1, 1, 1] : [3, 17, 8];

const hasSteps = ({ operation }: Case): boolean => 'epilogue' in operation && operation.epilogue.length > 0;

const some = (cases: readonly Case[]): Case[] => [
  ...cases.filter((one) => !hasSteps(one)).filter((_, number) => number % EVERY === 0),
  ...cases.filter(hasSteps).filter((_, number) => number % EVERY_EPILOGUE === 0),
];

/** A case with tiles and with the plain kernel, by each of its contractions or by the next one. */
function pairsOf(one: Case, number: number): (readonly [Case, Variant])[] {
  const contractions = contractionsOf(one.operation);
  const chosen = isComplete ? contractions : [contractions[number % contractions.length]!];
  return chosen.flatMap((contraction) => [
    [one, createVariant(contraction, choiceOf(number))] as const,
    [one, createPlainVariant(contraction)] as const,
  ]);
}

const typesOf = (number: number): ElementType[] =>
  isComplete ? ['float32', 'float16'] : [number % 4 === 3 ? 'float16' : 'float32'];

test.each([
  ['products', productCases],
  ['convolutions', convolutionCases],
  ['input gradients', convolutionInputGradientCases],
  ['filter gradients', convolutionFilterGradientCases],
])(
  '%s',
  async (_, cases) => {
    if (typeof opened === 'string') return;
    const typed = some(cases).flatMap((one, number) =>
      typesOf(number)
        .filter((type) => type === 'float32' || opened.half)
        .map((type) => withType(one, type as 'float32' | 'float16')),
    );
    expect(await findWrongIn(opened, typed.flatMap(pairsOf))).toEqual([]);
  },
  PATIENCE_MS,
);

const find = (cases: readonly Case[], name: string): Case => {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`There is no case "${name}".`);
  return found;
};

const product = find(productCases, 'product 17x33x65, right transposed');
const padded = find(convolutionCases, 'convolution 3x3 stride 1 same, 3x6x5x4 to 64');
test(
  'tiles that are candidates compute a product and a convolution',
  async () => {
    if (typeof opened === 'string') return;
    const { kernelLimits } = opened;
    const bytes = { left: 4, right: 4 };
    const possible = loadedTiles().filter(({ tile, buffering }) =>
      fits(tile, buffering, bytes, kernelLimits),
    );
    expect(possible.length).toBeGreaterThan(15);
    const pairs = possible
      .filter((_, number) => number % EVERY_TILE === 0)
      .map(({ tile, buffering }, number) => {
        const one = number % 2 === 0 ? product : padded;
        const [contraction] = contractionsOf(one.operation);
        return [one, createVariant(contraction!, { tile, buffering, split: 1, widen: false })] as const;
      });
    expect(await findWrongIn(opened, pairs)).toEqual([]);
  },
  PATIENCE_MS,
);

const errorOf = async (device: OpenDevice, one: Case, variant: Variant): Promise<number> =>
  Math.max(...compareCase(one, await runCase(device, one, variant)).map(({ error, bound }) => error / bound));

/** The variant with a change in the text of its first kernel. */
function spoil({ name, kernels: [kernel, ...others] }: Variant, text: string, mistake: string): Variant {
  expect(kernel!.body).toContain(text);
  return { name, kernels: [{ ...kernel!, body: kernel!.body.replaceAll(text, mistake) }, ...others] };
}

const long = find(productCases, 'product 12x5x1001');
const strided = find(
  convolutionInputGradientCases,
  'convolution input gradient 3x3 stride 2 same, 1x13x9x5 to 4',
);

test.each<[string, Case, number, string, string]>([
  ['the last row is not stored', product, 1, 'if (row < rows)', 'if (row + 1u < rows)'],
  ['the last column is not stored', product, 1, '< 33u) { finish', '< 32u) { finish'],
  ['a wrong row stride', product, 1, '* 65u', '* 64u'],
  ['more depth than there is', product, 1, 'within < 65u', 'within < 66u'],
  ['a missing step of the depth', product, 1, 'const steps = 5u', 'const steps = 4u'],
  ['a missing step of each part', long, 3, 'const steps = 21u', 'const steps = 20u'],
  ['parts that overlap', long, 3, 'part * 336u', 'part * 320u'],
  ['tiles read in another rotation', product, 1, '(quad * 2u)', '(quad * 1u)'],
  ['no border', padded, 1, 'u32(line.y + depth.y) < 6u', 'true'],
  ['a wrong tap', padded, 1, 'tap / 3u', 'tap / 2u'],
  ['a class of pixels in the wrong place', strided, 1, 'first_x(matrix);', 'first_y(matrix);'],
])(
  'found: %s',
  async (_, one, split, text, mistake) => {
    if (typeof opened === 'string') return;
    const choice: TileChoice = { tile: tile(16, 16, 16), buffering: 'direct', split, widen: false };
    const variant = createVariant(contractionsOf(one.operation)[0]!, choice);
    expect(await errorOf(opened, one, variant)).toBeLessThanOrEqual(1);
    expect(await errorOf(opened, one, spoil(variant, text, mistake))).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);
