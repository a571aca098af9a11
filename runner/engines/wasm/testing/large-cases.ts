/** @file Cases of several chunks, blocks and parts of the depth. */
import { type Case, createCase } from '../../compiled/testing/cases/case.ts';
import { convolutionsOf } from '../../compiled/testing/cases/convolutions.ts';
import { chains } from '../../compiled/testing/cases/epilogues.ts';
import { denseProduct } from '../../compiled/testing/cases/products.ts';

const [epilogue] = chains;

const largeProduct = (
  sizes: readonly [number, number, number],
  left: boolean,
  right: boolean,
  batch: readonly number[] = [],
): Case =>
  createCase(
    `product ${[...batch, ...sizes].join('x')}${left ? ', left' : ''}${right ? ', right' : ''}`,
    (make) => denseProduct(make, sizes, { name: '', left, right }, { batch, epilogue: epilogue!.create }),
  );

/** Products and convolutions of many blocks, so that each has neighbors on all sides; no size is a multiple of a tile. */
export const largeCases: readonly Case[] = [
  largeProduct([205, 277, 700], false, false),
  largeProduct([205, 277, 700], true, true),
  largeProduct([70, 83, 601], false, true, [3]),
  largeProduct([70, 83, 601], true, false, [3]),
  largeProduct([301, 10, 4000], false, false),
  largeProduct([1, 1003, 3001], false, false),
  largeProduct([3, 70, 2001], true, false, [5]),
  largeProduct([45, 70, 5003], false, false),
  largeProduct([45, 70, 5003], true, false, [2]),
  ...convolutionsOf([6, 21, 19, 33], [36, 3, 1, 'same'], epilogue!.create),
  ...convolutionsOf([5, 20, 23, 40], [37, 3, 2, 'same'], epilogue!.create),
  ...convolutionsOf([9, 11, 9, 72], [48, 3, 1, 'same'], epilogue!.create),
  ...convolutionsOf([40, 6, 8, 32], [136, 3, 1, 'valid'], epilogue!.create),
  ...convolutionsOf([133, 2, 2, 136], [32, 3, 1, 'same'], epilogue!.create),
  ...convolutionsOf([4, 17, 18, 65], [44, 2, 1, 'valid'], epilogue!.create),
  ...convolutionsOf([12, 8, 8, 7], [130, 5, 3, 'same'], epilogue!.create),
];
