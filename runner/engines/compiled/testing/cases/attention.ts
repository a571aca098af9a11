/** @file Cases of attention and its gradients: lengths around blocks of queries and keys, widths of our nets and odd ones. */
import type { AttentionShape } from '../../graph/operation.ts';
import { type Case, createCase, type Fill, type ValueMaker } from './case.ts';
import { expectedOf } from './compare.ts';

type Size = readonly [batch: number, length: number, heads: number, width: number];

const sizes: readonly Size[] = [
  [1, 1, 1, 1],
  [1, 3, 1, 4],
  [2, 5, 3, 5],
  [2, 7, 2, 8],
  [1, 16, 1, 16],
  [1, 17, 2, 32],
  [2, 33, 3, 20],
  [1, 64, 2, 64],
  [1, 65, 1, 64],
  [1, 50, 3, 64],
  [1, 129, 2, 12],
  [1, 70, 1, 128],
  [3, 9, 4, 7],
];

const shapeOf = ([batch, length, heads, width]: Size): AttentionShape => ({ batch, length, heads, width });

const rowsShape = ({ batch, length, heads, width }: AttentionShape): number[] => [
  batch,
  length,
  heads,
  width,
];

const logSumsShape = ({ batch, length, heads }: AttentionShape): number[] => [batch, heads, length];

interface Sharpness {
  name: string;
  /** Fills queries and keys. */
  fill: Fill;
}

const soft: Sharpness = { name: '', fill: (random) => random };

/** Scores up to about 20: the running maximum matters, and most weights are almost 0. */
const sharp: Sharpness = { name: ', large scores', fill: (random) => 4 * random };

/** Query, key and value; the first values of each case, so that all cases of a size and fill have the same. */
const makeOperands = (make: ValueMaker, shape: AttentionShape, fill: Fill) => ({
  query: make.activation(rowsShape(shape), fill),
  key: make.activation(rowsShape(shape), fill),
  value: make.activation(rowsShape(shape)),
});

function attention(size: Size, { name, fill }: Sharpness, isStored = true): Case {
  const shape = shapeOf(size);
  return createCase(`attention ${size.join('x')}${name}${isStored ? '' : ', sums not stored'}`, (make) => ({
    kind: 'attention',
    shape,
    scale: 1 / Math.sqrt(shape.width),
    ...makeOperands(make, shape, fill),
    out: make.result(rowsShape(shape)),
    logSums: isStored ? make.exactResult(logSumsShape(shape)) : null,
  }));
}

function attentionGradient(size: Size, sharpness: Sharpness): Case {
  const shape = shapeOf(size);
  const forward = attention(size, sharpness);
  const [output, logSums] = [...expectedOf(forward).values()] as [Float64Array, Float64Array];
  return createCase(`attention gradient ${size.join('x')}${sharpness.name}`, (make) => ({
    kind: 'attention-gradient',
    shape,
    scale: 1 / Math.sqrt(shape.width),
    ...makeOperands(make, shape, sharpness.fill),
    output: make.activation(rowsShape(shape), (_, i) => output[i]!),
    logSums: make.exact(logSumsShape(shape), (_, i) => logSums[i]!),
    gradient: make.activation(rowsShape(shape)),
    queryGradient: make.result(rowsShape(shape)),
    keyGradient: make.result(rowsShape(shape)),
    valueGradient: make.result(rowsShape(shape)),
  }));
}

/** Cases of one size. */
export const attentionOf = (size: Size): Case[] => [attention(size, soft), attention(size, sharp)];
export const attentionGradientOf = (size: Size): Case[] => [
  attentionGradient(size, soft),
  attentionGradient(size, sharp),
];

export const attentionCases: readonly Case[] = [
  ...sizes.flatMap(attentionOf),
  attention([2, 5, 3, 5], soft, false),
  attention([1, 65, 1, 64], soft, false),
];

/** With one key, the gradients of query and key are 0; rounding alone would be compared. */
export const attentionGradientCases: readonly Case[] = sizes
  .filter(([, length]) => length > 1)
  .flatMap(attentionGradientOf);
