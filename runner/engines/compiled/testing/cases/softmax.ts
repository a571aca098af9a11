/** @file Cases of softmax, its gradient and cross-entropy, also with numbers whose exp would overflow in float32. */
import { type Case, createCase, type Fill } from './case.ts';

type Size = readonly [rows: number, columns: number];

const sizes: readonly Size[] = [
  [1, 1],
  [1, 5],
  [3, 4],
  [7, 17],
  [33, 10],
  [5, 64],
  [2, 65],
  [3, 100],
  [2, 256],
  [3, 257],
  [130, 12],
  [1, 2050],
  [1100, 65],
];

interface NamedFill {
  name: string;
  fill: Fill;
}

const fills: readonly NamedFill[] = [
  { name: '', fill: (random) => 3 * random },
  { name: ', around 100', fill: (random) => 100 + 3 * random },
  { name: ', around -100', fill: (random) => -100 + 3 * random },
  { name: ', one large', fill: (random, i) => (i % 7 === 3 ? 60 : random) },
];

const nameOf = ([rows, columns]: Size): string => `${rows}x${columns}`;

export const softmaxCases: readonly Case[] = sizes.flatMap(([rows, columns]) =>
  fills.map(({ name, fill }) =>
    createCase(`softmax ${nameOf([rows, columns])}${name}`, (make) => ({
      kind: 'softmax',
      rows,
      columns,
      input: make.activation([rows, columns], fill),
      out: make.result([rows, columns]),
    })),
  ),
);

/** `output` need not be a softmax: the formula holds for any numbers. */
export const softmaxGradientCases: readonly Case[] = sizes.map(([rows, columns]) =>
  createCase(`softmax gradient ${nameOf([rows, columns])}`, (make) => ({
    kind: 'softmax-gradient',
    rows,
    columns,
    output: make.activation([rows, columns], (random) => (1 + random) / 2),
    gradient: make.activation([rows, columns]),
    out: make.result([rows, columns]),
  })),
);

const crossEntropy = ([batch, classes]: Size, { name, fill }: NamedFill, gradientScale: number): Case =>
  createCase(
    `cross entropy ${nameOf([batch, classes])}${name}${gradientScale === 1 ? '' : ` times ${gradientScale}`}`,
    (make) => ({
      kind: 'cross-entropy',
      batch,
      classes,
      logits: make.exact([batch, classes], fill),
      labels: make.indices([batch], classes),
      loss: make.exactResult([1]),
      gradient: make.result([batch, classes]),
      gradientScale,
    }),
  );

/** With one class, loss and gradient are 0; it is left out. */
export const crossEntropyCases: readonly Case[] = [
  ...sizes
    .filter(([, classes]) => classes > 1)
    .flatMap((size) => fills.map((fill) => crossEntropy(size, fill, 1))),
  crossEntropy([300, 10], fills[0]!, 1),
  crossEntropy([180, 100], fills[0]!, 1),
  crossEntropy([5, 7], fills[0]!, 1024),
  crossEntropy([4, 12], fills[0]!, 1024),
];
