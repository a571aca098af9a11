/** @file Products of matrices in all transpositions. */
import type { Matrices, Product } from '../../../compiled/graph/operation.ts';
import { add, divide, elementAt, multiply, remainder, type Word } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import type { Kernel, Target } from '../kernel.ts';
import { contract } from './contract.ts';
import type { Contraction, Left, Right } from './contraction.ts';
import { copyVectors } from './copy.ts';
import { FEW_ROWS, fewRows } from './few-rows.ts';
import { createPacking, createTransposedPacking } from './panels.ts';
import { type BlockSizes, DEPTH_OF_LINES } from './sizes.ts';
import { TILE_COLUMNS } from './tile.ts';

/** Index of the first element of matrix `pair`. */
const matrixAt = ({ offset, strides }: Matrices, inner: number, pair: Word): Word =>
  add(
    offset,
    multiply(divide(pair, inner), strides.outer),
    inner === 1 ? 0 : multiply(remainder(pair, inner), strides.inner),
  );

const addressOf = (
  target: Target,
  matrices: Matrices,
  inner: number,
  pair: Word,
  row: Word,
  column: Word,
): Word =>
  elementAt(
    target.addressOf(matrices.value),
    add(matrixAt(matrices, inner, pair), multiply(row, matrices.strides.row), column),
  );

/** The left side where it is, its rows contiguous along the depth. */
const inPlace = ({ left, batch }: Product, target: Target): Left => ({
  strides: { row: left.strides.row, depth: 1 },
  scratch: 0,
  block: (_, pair, rows, depth) => addressOf(target, left, batch.inner, pair, rows.first, depth.first),
});

/** The left side stored as [depth, rows]: a block is copied, as its lines would be far apart in memory. */
const copied = (
  { left, batch }: Product,
  target: Target,
  { rows: width, depth: height }: BlockSizes,
): Left => ({
  strides: { row: 1, depth: width },
  // Vectors are copied as a whole.
  scratch: width * height + 4,
  block: (body, pair, rows, depth, scratch) => {
    const from = body.word('from', addressOf(target, left, batch.inner, pair, depth.first, rows.first));
    const to = body.word('to', scratch);
    body.repeat(depth.count, () => {
      body.do(body.call(copyVectors, to, from, rows.count));
      body.set(from, elementAt(from, left.strides.row));
      body.set(to, elementAt(to, width));
    });
    return scratch;
  },
});

/** Packs the right side in either form. */
function packed({ right, rightTransposed, columns, batch }: Product, target: Target): Right {
  const row = right.strides.row;
  const pack = rightTransposed ? createTransposedPacking(row, columns % TILE_COLUMNS) : createPacking(row);
  return {
    pack: (body: Body, pair, depth, { first, count }, to) => {
      const [line, element] = rightTransposed ? [first, depth.first] : [depth.first, first];
      const from = addressOf(target, right, batch.inner, pair, line, element);
      body.do(body.call(pack, from, to, depth.count, count));
    },
  };
}

/** Elements from one row of the left side to the next, and from one step of the depth to the next, as it is stored. */
const leftStrides = ({ left, leftTransposed }: Product): Left['strides'] =>
  leftTransposed ? { row: 1, depth: left.strides.row } : { row: left.strides.row, depth: 1 };

export function product(operation: Product, target: Target): Kernel[] {
  const { rows, columns, depth, batch, left, right, leftTransposed, rightTransposed, epilogue } = operation;
  const pairs = batch.outer * batch.inner;
  const out = {
    value: operation.out.value,
    row: operation.out.strides.row,
    index: (_: Body, pair: Word, row: Word) =>
      add(matrixAt(operation.out, batch.inner, pair), multiply(row, operation.out.strides.row)),
  };
  if (rows <= FEW_ROWS && !rightTransposed) {
    const first = (matrices: Matrices) => (pair: Word) =>
      addressOf(target, matrices, batch.inner, pair, 0, 0);
    const sides = { leftAt: first(left), left: leftStrides(operation), rightAt: first(right) };
    const sizes = { pairs, rows, columns, depth, rightDepth: right.strides.row };
    return fewRows({ ...sizes, ...sides, out }, epilogue, target);
  }
  const contraction: Contraction = {
    name: 'product',
    pairs,
    rows,
    columns,
    depth,
    ...(leftTransposed && { mostDepth: DEPTH_OF_LINES }),
    left: (sizes) => (leftTransposed ? copied(operation, target, sizes) : inPlace(operation, target)),
    right: () => packed(operation, target),
    out,
  };
  return contract(contraction, epilogue, target);
}
