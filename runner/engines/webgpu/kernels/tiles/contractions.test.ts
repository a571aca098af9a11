/** @file Contractions of all kinds of operations, with small tiles, against plain loops. */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../compiled/graph/operation.ts';
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
import { productContraction } from './product.ts';
import type { Tile, TileChoice } from './tile.ts';

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

/** Tiles that are compiled quickly on an emulated GPU: one vector wide and deep, and with several vectors an invocation. */
const tiles = [tile(32, 32, 32), tile(8, 16, 8), tile(32, 32, 8), tile(16, 32, 32, 4, 8)];
const bufferings = ['direct', 'ahead', 'double'] as const;
const splits = [1, 3, 2, 1, 7];

/** Another combination of tile, buffering and split for each number. */
const choiceOf = (number: number): TileChoice => ({
  tile: tiles[number % tiles.length]!,
  buffering: bufferings[number % bufferings.length]!,
  split: splits[number % splits.length]!,
  widen: false,
});

const steps = ({ operation }: Case): number => ('epilogue' in operation ? operation.epilogue.length : 0);

/**
 * One in `every` of the cases without steps after the sum, and few of the others: epilogues have tests of their own. An
 * emulated GPU compiles each kernel for most of a second; TRAINMARK_ALL_CASES=1 takes all cases.
 */
function some(cases: readonly Case[], every: number): Case[] {
  if (process.env.TRAINMARK_ALL_CASES === '1') return [...cases];
  return [
    ...cases.filter((one) => steps(one) === 0).filter((_, number) => number % every === 0),
    ...cases.filter((one) => steps(one) > 0).filter((_, number) => number % 26 === 0),
  ];
}

const groups: Record<string, Case[]> = {
  products: some(productCases, 3),
  convolutions: some(convolutionCases, 3),
  'input gradients': some(convolutionInputGradientCases, 3),
  'filter gradients': some(convolutionFilterGradientCases, 3),
};

/** Several test files share the processor. */
const PATIENCE_MS = 300_000;

test.each(Object.entries(groups))(
  '%s',
  async (_, cases) => {
    if (typeof opened === 'string') return;
    const typed = cases.map((one, number) =>
      withType(one, opened.half && number % 3 === 2 ? 'float16' : 'float32'),
    );
    const pairs = typed.map((one, number) => {
      const contractions = contractionsOf(one.operation);
      const contraction = contractions[number % contractions.length]!;
      return [one, createVariant(contraction, choiceOf(number))] as const;
    });
    expect(await findWrongIn(opened, pairs)).toEqual([]);
  },
  PATIENCE_MS,
);

/** The largest error of a case in bounds. */
async function errorOf(device: OpenDevice, one: Case, variant: Variant): Promise<number> {
  const compared = compareCase(one, await runCase(device, one, variant));
  return Math.max(...compared.map(({ error, bound }) => error / bound));
}

/** The variant with a change in the text of its first kernel. */
function broken({ name, kernels: [kernel, ...others] }: Variant, from: string, to: string): Variant {
  expect(kernel!.body).toContain(from);
  return { name, kernels: [{ ...kernel!, body: kernel!.body.replaceAll(from, to) }, ...others] };
}

const find = (cases: readonly Case[], name: string): Case => {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`no case ${name}`);
  return found;
};

describe.skipIf(typeof opened === 'string')('a broken kernel is noticed:', () => {
  if (typeof opened === 'string') return;
  const product = find(productCases, 'product 17x33x65, right transposed');
  const long = find(productCases, 'product 12x5x1001');
  const padded = find(convolutionCases, 'convolution 3x3 stride 1 same, 3x6x5x4 to 64');
  const strided = find(
    convolutionInputGradientCases,
    'convolution input gradient 3x3 stride 2 same, 1x13x9x5 to 4',
  );
  const choice = (split: number): TileChoice => ({
    tile: tile(16, 16, 16),
    buffering: 'direct',
    split,
    widen: false,
  });
  test.each<[string, Case, number, string, string]>([
    ['the last row is not stored', product, 1, 'if (row < rows)', 'if (row + 1u < rows)'],
    ['the last column is not stored', product, 1, '< 33u) { finish', '< 32u) { finish'],
    ['a wrong row stride', product, 1, '* 65u', '* 64u'],
    ['more depth than there is', product, 1, 'within < 65u', 'within < 66u'],
    ['a missing step of the depth', product, 1, 'step < 5u', 'step < 4u'],
    ['a missing step of each part', long, 3, 'step < 21u', 'step < 20u'],
    ['a missing part', long, 3, 'part * 336u', 'part * 320u'],
    ['tiles read in another rotation', product, 1, '(quad * 2u)', '(quad * 1u)'],
    ['no border', padded, 1, 'u32(line.y + depth.y) < 6u', 'true'],
    ['a wrong tap', padded, 1, 'tap / 3u', 'tap / 2u'],
    ['a class of pixels in the wrong place', strided, 1, 'first_x(matrix);', 'first_y(matrix);'],
  ])('%s', async (_, one, split, from, to) => {
    const variant = createVariant(contractionsOf(one.operation)[0]!, choice(split));
    expect(await errorOf(opened, one, variant)).toBeLessThanOrEqual(1);
    expect(await errorOf(opened, one, broken(variant, from, to))).toBeGreaterThan(1);
  });
});
