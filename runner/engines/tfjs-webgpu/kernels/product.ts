/** @file tfjs' products of matrices: BatchMatMul and _FusedMatMul. */
import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Matrices } from '../../compiled/graph/operation.ts';
import type { Value } from '../../compiled/graph/value.ts';
import { type Call, canFuse, epilogueOf } from './call.ts';

/** `a` is [..., rows, depth], or [..., depth, rows] if transposed; `b` likewise. */
export interface MatMul {
  inputs: { a: TensorInfo; b: TensorInfo; bias?: TensorInfo };
  attrs: { transposeA: boolean; transposeB: boolean; activation?: string };
}

/** Matrices of a value without gaps; `isShared` if it has one for the whole batch. */
const matricesOf = (value: Value, rows: number, columns: number, isShared: boolean): Matrices => ({
  value,
  offset: 0,
  strides: { outer: isShared ? 0 : rows * columns, inner: 0, row: columns },
});

/** Sizes of the matrices, and how many of them there are on either side and in the output. */
function sizesOf({ inputs: { a, b }, attrs: { transposeA, transposeB } }: MatMul) {
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const outer = broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const [rows, depth] = a.shape.slice(-2) as [number, number];
  return {
    outer,
    batch: util.sizeFromShape(outer),
    lefts: util.sizeFromShape(outerA),
    rights: util.sizeFromShape(outerB),
    rows: transposeA ? depth : rows,
    depth: transposeA ? rows : depth,
    columns: b.shape.at(transposeB ? -2 : -1)!,
  };
}

/** Null if our kernels cannot compute it. */
export function productCall(call: MatMul): Call | null {
  const { inputs, attrs } = call;
  const { outer, batch, lefts, rights, rows, depth, columns } = sizesOf(call);
  const isRepeatable = [lefts, rights].every((count) => count === batch || count === 1);
  if (!isRepeatable || !canFuse(call, columns)) return null;
  const { a, b, bias } = inputs;
  const { transposeA, transposeB, activation } = attrs;
  // Matrices that are multiplied by the same one are rows of one large matrix.
  const isOne = rights === 1 && lefts === batch && !transposeA;
  const [count, height] = isOne ? [1, batch * rows] : [batch, rows];
  return {
    key: `product ${[count, height, depth, columns, lefts === 1, rights === 1, transposeA, transposeB, bias !== undefined, activation]}`,
    inputs: bias ? [a, b, bias] : [a, b],
    outShape: [...outer, rows, columns],
    toOperation: ([left, right, added], out) => ({
      kind: 'product',
      rows: height,
      columns,
      depth,
      batch: { outer: count, inner: 1 },
      left: transposeA
        ? matricesOf(left!, depth, height, lefts === 1)
        : matricesOf(left!, height, depth, lefts === 1),
      leftTransposed: transposeA,
      right: transposeB
        ? matricesOf(right!, columns, depth, rights === 1)
        : matricesOf(right!, depth, columns, rights === 1),
      rightTransposed: transposeB,
      out: matricesOf(out, height, columns, false),
      epilogue: epilogueOf(activation, added, columns),
    }),
  };
}
