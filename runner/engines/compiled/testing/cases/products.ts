/** @file Cases of products: odd sizes, tile edges, transpositions, long sums, heads inside rows, epilogues. */
import type { Matrices, Product } from '../../graph/operation.ts';
import type { Step } from '../../graph/step.ts';
import type { Value } from '../../graph/value.ts';
import { type Case, createCase, type ValueMaker } from './case.ts';
import { chains, type EpilogueMaker, singleSteps } from './epilogues.ts';

type Sizes = readonly [rows: number, columns: number, depth: number];

interface Transposition {
  name: string;
  left: boolean;
  right: boolean;
}

const plain: Transposition = { name: '', left: false, right: false };

const transpositions: readonly Transposition[] = [
  plain,
  { name: ', left transposed', left: true, right: false },
  { name: ', right transposed', left: false, right: true },
  { name: ', both transposed', left: true, right: true },
];

const nameOf = ([rows, columns, depth]: Sizes): string => `${rows}x${columns}x${depth}`;

/** Matrices that follow each other without gaps: one for each shape[0], or a single one. */
function dense(value: Value): Matrices {
  const [rows, columns] = value.shape.slice(-2) as [number, number];
  const outer = value.shape.length > 2 ? rows * columns : 0;
  return { value, offset: 0, strides: { outer, inner: 0, row: columns } };
}

const transpose = (shape: readonly [number, number], isTransposed: boolean): readonly number[] =>
  isTransposed ? [shape[1], shape[0]] : shape;

/** An output [...batch, rows, columns] of left and right, both with the same number of matrices. */
export function denseProduct(
  make: ValueMaker,
  [rows, columns, depth]: Sizes,
  { left, right }: Transposition,
  { batch = [], epilogue = () => [] }: { batch?: readonly number[]; epilogue?: EpilogueMaker } = {},
): Product {
  const outShape = [...batch, rows, columns];
  return {
    kind: 'product',
    rows,
    columns,
    depth,
    batch: { outer: batch[0] ?? 1, inner: 1 },
    left: dense(make.activation([...batch, ...transpose([rows, depth], left)])),
    leftTransposed: left,
    right: dense(make.activation([...batch, ...transpose([depth, columns], right)])),
    rightTransposed: right,
    out: dense(make.result(outShape)),
    epilogue: epilogue(make, outShape),
  };
}

/** Untransposed: small, exact tiles, one more than a tile, one row or column, long sums. */
const sizes: readonly Sizes[] = [
  [1, 1, 1],
  [1, 7, 5],
  [3, 1, 17],
  [7, 5, 3],
  [5, 3, 1],
  [4, 4, 4],
  [8, 16, 12],
  [16, 10, 128],
  [32, 32, 16],
  [64, 64, 64],
  [63, 65, 31],
  [65, 68, 33],
  [17, 100, 20],
  [128, 128, 8],
  [129, 36, 40],
  [36, 260, 28],
  [130, 132, 36],
  [257, 5, 9],
  [1, 300, 64],
  [300, 1, 64],
  [2, 512, 96],
  [9, 64, 3000],
  [27, 33, 2049],
  [1, 4, 1030],
];

/** In all four transpositions. */
const transposedSizes: readonly Sizes[] = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 12],
  [17, 33, 65],
  [64, 64, 64],
  [65, 20, 7],
  [20, 66, 32],
  [9, 64, 3000],
  [12, 5, 1001],
  [130, 132, 36],
];

const ofSizes = (): Case[] =>
  sizes.map((size) => createCase(`product ${nameOf(size)}`, (make) => denseProduct(make, size, plain)));

const ofTranspositions = (): Case[] =>
  transposedSizes.flatMap((size) =>
    transpositions
      .filter(
        (transposition) => transposition !== plain || !sizes.some((other) => nameOf(other) === nameOf(size)),
      )
      .map((transposition) =>
        createCase(`product ${nameOf(size)}${transposition.name}`, (make) =>
          denseProduct(make, size, transposition),
        ),
      ),
  );

const batchedSizes: readonly Sizes[] = [
  [5, 7, 3],
  [16, 20, 8],
  [33, 65, 17],
];

const ofBatches = (): Case[] =>
  batchedSizes.flatMap((size) =>
    transpositions.map((transposition) =>
      createCase(`product 3 of ${nameOf(size)}${transposition.name}`, (make) =>
        denseProduct(make, size, transposition, { batch: [3] }),
      ),
    ),
  );

/** Query, key, value or output of an attention: [batch, length, heads, width], a matrix [length, width] for each head. */
function heads(value: Value): Matrices {
  const [, length, count, width] = value.shape as [number, number, number, number];
  return { value, offset: 0, strides: { outer: length * count * width, inner: width, row: count * width } };
}

/** Scores of an attention: [batch, heads, length, length]. */
function scores(value: Value): Matrices {
  const [, count, length] = value.shape as [number, number, number, number];
  return {
    value,
    offset: 0,
    strides: { outer: count * length * length, inner: length * length, row: length },
  };
}

interface AttentionSizes {
  batch: number;
  length: number;
  count: number;
  width: number;
}

/** The products of an attention, each with the scale or the gradient's transposition that it has there. */
function attentionProducts({ batch, length, count, width }: AttentionSizes): Case[] {
  const name = `${batch} x ${count} heads of ${length}x${width}`;
  const rowShape = [batch, length, count, width];
  const scoreShape = [batch, count, length, length];
  const shared = { kind: 'product', rows: length, batch: { outer: batch, inner: count } } as const;
  const scale: Step = { kind: 'scale', factor: 1 / Math.sqrt(width) };
  const ofScores = { ...shared, columns: length, depth: width, leftTransposed: false, rightTransposed: true };
  const ofRows = { ...shared, columns: width, depth: length, rightTransposed: false };
  return [
    createCase(`product of query and key, ${name}`, (make) => ({
      ...ofScores,
      left: heads(make.activation(rowShape)),
      right: heads(make.activation(rowShape)),
      out: scores(make.result(scoreShape)),
      epilogue: [scale],
    })),
    createCase(`product of weights and value, ${name}`, (make) => ({
      ...ofRows,
      leftTransposed: false,
      left: scores(make.activation(scoreShape)),
      right: heads(make.activation(rowShape)),
      out: heads(make.result(rowShape)),
      epilogue: [],
    })),
    createCase(`product of transposed weights and gradient, ${name}`, (make) => ({
      ...ofRows,
      leftTransposed: true,
      left: scores(make.activation(scoreShape)),
      right: heads(make.activation(rowShape)),
      out: heads(make.result(rowShape)),
      epilogue: [scale],
    })),
  ];
}

const attentionSizes: readonly AttentionSizes[] = [
  { batch: 2, length: 5, count: 3, width: 4 },
  { batch: 1, length: 17, count: 2, width: 5 },
  { batch: 2, length: 50, count: 3, width: 8 },
  { batch: 1, length: 66, count: 2, width: 64 },
];

/** A part of a value whose rows are longer and start later. */
function partOf(make: ValueMaker, rows: number, columns: number, before: number, after: number): Matrices {
  const row = before + columns + after;
  return { value: make.activation([rows, row]), offset: before, strides: { outer: 0, inner: 0, row } };
}

/** Operands inside longer rows, as where query, key and value are one value. */
const ofParts = (): Case[] =>
  [
    { size: [20, 12, 16], before: 16, after: 32 },
    { size: [20, 12, 16], before: 3, after: 4 },
    { size: [19, 13, 11], before: 8, after: 1 },
  ].flatMap(({ size, before, after }) =>
    transpositions.map(({ name, left, right }) =>
      createCase(`product ${size.join('x')} of parts after ${before}${name}`, (make) => {
        const [rows, columns, depth] = size as [number, number, number];
        const [leftRows, leftColumns] = transpose([rows, depth], left) as [number, number];
        const [rightRows, rightColumns] = transpose([depth, columns], right) as [number, number];
        return {
          kind: 'product',
          rows,
          columns,
          depth,
          batch: { outer: 1, inner: 1 },
          left: partOf(make, leftRows, leftColumns, before, after),
          leftTransposed: left,
          right: partOf(make, rightRows, rightColumns, before, after),
          rightTransposed: right,
          out: dense(make.result([rows, columns])),
          epilogue: [],
        };
      }),
    ),
  );

/** One right operand for all matrices of a batch. */
const ofSharedRight = (): Case[] =>
  [[5, 7, 3] as const, [16, 20, 8] as const].map(([rows, columns, depth]) =>
    createCase(`product 3 of ${rows}x${columns}x${depth} with one right`, (make) => {
      const operation = denseProduct(make, [rows, columns, depth], plain, { batch: [3] });
      const right = dense(make.activation([depth, columns]));
      return { ...operation, right };
    }),
  );

/** A gradient of a trained matrix: float32, whatever the type of its operands; and logits likewise. */
const ofMixedTypes = (): Case[] =>
  transpositions.map((transposition) =>
    createCase(`product 36x20x300 in float32${transposition.name}`, (make) => ({
      ...denseProduct(make, [36, 20, 300], transposition),
      out: dense(make.exactResult([36, 20])),
    })),
  );

/** Divisible by 4, not divisible, and columns alone divisible. */
const epilogueSizes: readonly Sizes[] = [
  [20, 36, 8],
  [18, 7, 5],
  [66, 68, 12],
];

/** Steps see two sequences of half the rows, so that periods and groups are shorter than the output. */
const ofEpilogues = (): Case[] =>
  [...singleSteps, ...chains].flatMap(({ name, create }) =>
    epilogueSizes.map((size) =>
      createCase(`product ${nameOf(size)}, ${name}`, (make) => {
        const [rows, columns] = size;
        const epilogue: EpilogueMaker = () => create(make, [2, rows / 2, columns]);
        return denseProduct(make, size, plain, { epilogue });
      }),
    ),
  );

/** Where the sum is long enough to be computed in parts, the steps come after the parts are added. */
const ofLongEpilogues = (): Case[] =>
  [...singleSteps, ...chains]
    .filter(({ name }) => ['bias, keep, gelu', 'normalize gradient', 'dropout 0.25'].includes(name))
    .flatMap(({ name, create }) =>
      [[9, 64, 3000] as const, [7, 5, 1500] as const].map((size) =>
        createCase(`product ${nameOf(size)}, ${name}`, (make) =>
          denseProduct(make, size, plain, { epilogue: create }),
        ),
      ),
    );

export const productCases: readonly Case[] = [
  ...ofSizes(),
  ...ofTranspositions(),
  ...ofBatches(),
  ...attentionSizes.flatMap(attentionProducts),
  ...ofParts(),
  ...ofSharedRight(),
  ...ofMixedTypes(),
  ...ofEpilogues(),
  ...ofLongEpilogues(),
];
