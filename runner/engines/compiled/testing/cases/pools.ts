/** @file Cases of maximum pooling and its gradient: remainders, equal elements, few and many channels. */
import type { PoolShape } from '../../graph/operation.ts';
import { type Case, createCase, type Fill, type ValueMaker } from './case.ts';
import { chains, type EpilogueMaker, fewChains, singleSteps } from './epilogues.ts';

type Size = readonly [batch: number, height: number, width: number, channels: number, size: number];

const sizes: readonly Size[] = [
  [1, 1, 1, 1, 1],
  [1, 2, 2, 1, 2],
  [2, 4, 6, 3, 2],
  [1, 7, 5, 4, 2],
  [3, 8, 8, 8, 2],
  [2, 9, 6, 5, 3],
  [1, 13, 9, 33, 2],
  [2, 11, 8, 4, 3],
  [1, 3, 3, 64, 2],
  [2, 28, 31, 4, 5],
];

const shapeOf = ([batch, height, width, channels, size]: Size): PoolShape => ({
  batch,
  height,
  width,
  channels,
  size,
});

const nameOf = ([batch, height, width, channels, size]: Size): string =>
  `${size}x${size} of ${batch}x${height}x${width}x${channels}`;

const imageShape = ({ batch, height, width, channels }: PoolShape): number[] => [
  batch,
  height,
  width,
  channels,
];

const outShape = ({ batch, height, width, channels, size }: PoolShape): number[] => [
  batch,
  Math.floor(height / size),
  Math.floor(width / size),
  channels,
];

/** -0.75, -0.25 or 0.25: most windows have several largest elements, as after a relu. */
const coarse: Fill = (random) => Math.round(1.4 * random) / 2 - 0.25;

const noEpilogue: EpilogueMaker = () => [];

const pool =
  (shape: PoolShape, fill?: Fill, epilogue: EpilogueMaker = noEpilogue) =>
  (make: ValueMaker) =>
    ({
      kind: 'max-pool',
      shape,
      input: make.activation(imageShape(shape), fill),
      out: make.result(outShape(shape)),
      epilogue: epilogue(make, outShape(shape)),
    }) as const;

const poolGradient =
  (shape: PoolShape, fill?: Fill, epilogue: EpilogueMaker = noEpilogue) =>
  (make: ValueMaker) =>
    ({
      kind: 'max-pool-gradient',
      shape,
      input: make.activation(imageShape(shape), fill),
      gradient: make.activation(outShape(shape)),
      out: make.result(imageShape(shape)),
      epilogue: epilogue(make, imageShape(shape)),
    }) as const;

/** Every element is negative: padding with 0 would win. */
const negative: Fill = (random) => random - 1.5;

const fills: readonly { name: string; fill?: Fill }[] = [
  { name: '' },
  { name: ', equal elements', fill: coarse },
  { name: ', negative', fill: negative },
];

const epilogueSizes: readonly Size[] = [
  [2, 6, 7, 8, 2],
  [2, 7, 9, 5, 3],
];

export const maxPoolCases: readonly Case[] = [
  ...sizes.flatMap((size) =>
    fills.map(({ name, fill }) => createCase(`max pool ${nameOf(size)}${name}`, pool(shapeOf(size), fill))),
  ),
  ...epilogueSizes.flatMap((size) =>
    [...singleSteps, ...fewChains].map(({ name, create }) =>
      createCase(`max pool ${nameOf(size)}, ${name}`, pool(shapeOf(size), undefined, create)),
    ),
  ),
];

export const maxPoolGradientCases: readonly Case[] = [
  ...sizes.flatMap((size) =>
    fills.map(({ name, fill }) =>
      createCase(`max pool gradient ${nameOf(size)}${name}`, poolGradient(shapeOf(size), fill)),
    ),
  ),
  ...epilogueSizes.flatMap((size) =>
    [...singleSteps, ...chains].map(({ name, create }) =>
      createCase(`max pool gradient ${nameOf(size)}, ${name}`, poolGradient(shapeOf(size), coarse, create)),
    ),
  ),
];
