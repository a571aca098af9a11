/** @file Cases of batch and layer normalization, with inputs whose mean is far from 0. */
import type { NormalizationSums } from '../../graph/operation.ts';
import { type Case, createCase, type Fill } from './case.ts';
import { chains, fillStatistics, singleSteps } from './epilogues.ts';

type Size = readonly [rows: number, columns: number];

const nameOf = ([rows, columns]: Size): string => `${rows}x${columns}`;

/** Statistics over rows: one row, one channel, many rows of few channels, few rows of many channels. */
const batchSizes: readonly Size[] = [
  [1, 1],
  [1, 5],
  [2, 4],
  [7, 3],
  [33, 8],
  [65, 33],
  [5, 300],
  [129, 64],
  [1000, 5],
  [3000, 4],
  [2049, 66],
  [4097, 1],
];

/** Normalization of rows: one column, around whole vectors and workgroups, longer than a workgroup, many rows. */
const layerSizes: readonly Size[] = [
  [1, 1],
  [1, 5],
  [3, 4],
  [7, 17],
  [5, 64],
  [2, 65],
  [33, 33],
  [3, 256],
  [2, 257],
  [70, 12],
  [2, 768],
  [1, 2050],
  [1100, 65],
];

interface NamedFill {
  name: string;
  fill?: Fill;
}

/** Far from 0, the mean of squares minus the square of the mean would lose most digits of the variance. */
const fills: readonly NamedFill[] = [
  { name: '' },
  { name: ', mean 8', fill: (random) => 8 + random },
  { name: ', all equal', fill: () => 0.75 },
];

const variance = (random: number): number => 0.75 + random / 2;

const batchStatistics = ([rows, channels]: Size, { name, fill }: NamedFill): Case =>
  createCase(`batch statistics ${nameOf([rows, channels])}${name}`, (make) => ({
    kind: 'batch-statistics',
    rows,
    channels,
    input: make.activation([rows, channels], fill),
    out: make.exactResult([2, channels]),
    averages: make.state([2, channels]),
    momentum: 0.9,
  }));

const normalizationSums = ([rows, columns]: Size, per: NormalizationSums['per']): Case =>
  createCase(`normalization sums per ${per} ${nameOf([rows, columns])}`, (make) => ({
    kind: 'normalization-sums',
    per,
    rows,
    columns,
    input: make.activation([rows, columns]),
    gradient: make.activation([rows, columns]),
    statistics:
      per === 'channel'
        ? make.exact([2, columns], fillStatistics(columns))
        : make.exact([rows, 2], (random, i) => (i % 2 === 0 ? random / 2 : variance(random))),
    epsilon: 1e-3,
    sumGradient: make.exactResult([columns]),
    sumProduct: make.exactResult([columns]),
  }));

const layerNormalization = ([rows, columns]: Size, { name, fill }: NamedFill, stored: boolean): Case =>
  createCase(
    `layer normalization ${nameOf([rows, columns])}${name}${stored ? '' : ', statistics not stored'}`,
    (make) => ({
      kind: 'layer-normalization',
      rows,
      columns,
      epsilon: 1e-3,
      input: make.activation([rows, columns], fill),
      scale: make.exact([columns]),
      shift: make.exact([columns]),
      out: make.result([rows, columns]),
      statistics: stored ? make.exactResult([rows, 2]) : null,
    }),
  );

const layerNormalizationGradient = (
  [rows, columns]: Size,
  { name, create }: (typeof singleSteps)[number] = { name: '', create: () => [] },
): Case =>
  createCase(
    `layer normalization gradient ${nameOf([rows, columns])}${name === '' ? '' : `, ${name}`}`,
    (make) => ({
      kind: 'layer-normalization-gradient',
      rows,
      columns,
      epsilon: 1e-3,
      input: make.activation([rows, columns]),
      gradient: make.activation([rows, columns]),
      statistics: make.exact([rows, 2], (random, i) => (i % 2 === 0 ? random / 2 : variance(random))),
      scale: make.exact([columns]),
      out: make.result([rows, columns]),
      epilogue: create(make, [rows, columns]),
    }),
  );

export const batchStatisticsCases: readonly Case[] = batchSizes.flatMap((size) =>
  fills.map((fill) => batchStatistics(size, fill)),
);

export const normalizationSumsCases: readonly Case[] = [
  ...batchSizes.map((size) => normalizationSums(size, 'channel')),
  ...[...batchSizes, ...layerSizes.slice(2)].map((size) => normalizationSums(size, 'row')),
];

export const layerNormalizationCases: readonly Case[] = [
  ...layerSizes.flatMap((size) => fills.map((fill) => layerNormalization(size, fill, true))),
  layerNormalization([7, 17], { name: '' }, false),
  layerNormalization([5, 64], { name: '' }, false),
];

export const layerNormalizationGradientCases: readonly Case[] = [
  ...layerSizes.map((size) => layerNormalizationGradient(size)),
  ...[...singleSteps, ...chains].flatMap((epilogue) => [
    layerNormalizationGradient([6, 20], epilogue),
    layerNormalizationGradient([5, 7], epilogue),
  ]),
];
