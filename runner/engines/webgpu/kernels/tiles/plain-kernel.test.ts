/** @file The plain kernel computes all cases of products and convolutions. */
import { expect, test } from 'vitest';
import type { Operation } from '../../../compiled/graph/operation.ts';
import { type Case, withType } from '../../../compiled/testing/cases/case.ts';
import { compareCase } from '../../../compiled/testing/cases/compare.ts';
import {
  convolutionCases,
  convolutionFilterGradientCases,
  convolutionInputGradientCases,
} from '../../../compiled/testing/cases/convolutions.ts';
import { productCases } from '../../../compiled/testing/cases/products.ts';
import { runCase } from '../../testing/run-case.ts';
import { openTestDevice } from '../../testing/run-kernels.ts';
import { convolutionByPosition, filterGradientByPosition, inputGradientByPosition } from './by-position.ts';
import type { Contraction } from './contraction.ts';
import { convolutionContraction, filterGradientContraction } from './convolution.ts';
import { inputGradientContraction } from './input-gradient.ts';
import { createPlainVariant } from './plain-kernel.ts';
import { productContraction } from './product.ts';

const opened = await openTestDevice();

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
      throw new Error(`${operation.kind} has no contraction`);
  }
}

/** Cases of each kind, evenly chosen; every third one in float16 where the device has it. */
const CASES = 16;

const some = (cases: readonly Case[]): Case[] =>
  Array.from({ length: CASES }, (_, number) => cases[Math.floor((number * cases.length) / CASES)]!);

test.each([
  ['products', productCases],
  ['convolutions', convolutionCases],
  ['input gradients', convolutionInputGradientCases],
  ['filter gradients', convolutionFilterGradientCases],
])(
  '%s',
  async (_, cases) => {
    if (typeof opened === 'string') return;
    for (const [number, one] of some(cases).entries()) {
      const typed = withType(one, opened.half && number % 3 === 2 ? 'float16' : 'float32');
      const contractions = contractionsOf(typed.operation);
      const contraction = contractions[number % contractions.length]!;
      const wrong = compareCase(typed, await runCase(opened, typed, createPlainVariant(contraction))).filter(
        ({ error, bound }) => !(error <= bound),
      );
      expect(wrong, typed.name).toEqual([]);
    }
  },
  240_000,
);
