/** @file Attention between its projections, with the scores in memory or without. */
import type { AttentionShape, Matrices, Product } from '../graph/operation.ts';
import type { Value } from '../graph/value.ts';
import type { Builder } from './builder.ts';

export interface AttentionOperands {
  /** [batch, length, heads, width], like `key` and `value`. */
  query: Value;
  key: Value;
  value: Value;
}

export interface Attended {
  output: Value;
  /** Computes the gradients of query, key and value. */
  backward(gradient: Value, gradients: AttentionOperands): void;
}

const sizesOf = ({ batch, length, heads, width }: AttentionShape): number[] => [batch, length, heads, width];

const scaleOf = ({ width }: AttentionShape): number => 1 / Math.sqrt(width);

/** One operation forward and one backward; only a sum for each row is kept. */
function wholeAttention(
  builder: Builder,
  name: string,
  shape: AttentionShape,
  operands: AttentionOperands,
): Attended {
  const { batch, length, heads } = shape;
  const scale = scaleOf(shape);
  const output = builder.temporary(name, sizesOf(shape));
  const logSums = builder.options.training
    ? builder.temporary(`${name} log sums`, [batch, heads, length], 'float32')
    : null;
  builder.emit({ kind: 'attention', shape, scale, ...operands, out: output, logSums });
  return {
    output,
    backward: (gradient, gradients) => {
      builder.emit({
        kind: 'attention-gradient',
        shape,
        scale,
        ...operands,
        output,
        logSums: logSums!,
        gradient,
        queryGradient: gradients.query,
        keyGradient: gradients.key,
        valueGradient: gradients.value,
      });
    },
  };
}

/** The matrices of each head in [batch, length, heads, width]. */
const ofHeads = (value: Value, { length, heads, width }: AttentionShape): Matrices => ({
  value,
  offset: 0,
  strides: { outer: length * heads * width, inner: width, row: heads * width },
});

/** The matrices of each head in scores [batch, heads, length, length]. */
const ofScores = (value: Value, { length, heads }: AttentionShape): Matrices => ({
  value,
  offset: 0,
  strides: { outer: heads * length ** 2, inner: length ** 2, row: length },
});

/** Products and a softmax, with all scores in memory, as in tutorials. */
function attentionByProducts(
  builder: Builder,
  name: string,
  shape: AttentionShape,
  { query, key, value }: AttentionOperands,
): Attended {
  const { batch, length, heads, width } = shape;
  const scale = { kind: 'scale', factor: scaleOf(shape) } as const;
  const scoreSizes = [batch, heads, length, length];
  const rows = batch * heads * length;
  const common = {
    kind: 'product',
    rows: length,
    batch: { outer: batch, inner: heads },
    leftTransposed: false,
    rightTransposed: false,
    epilogue: [],
  } as const;
  /** left right^T of each head: [length, width] and [length, width] to scores. */
  const toScores = (left: Value, right: Value, out: Value): Product => ({
    ...common,
    columns: length,
    depth: width,
    left: ofHeads(left, shape),
    right: ofHeads(right, shape),
    rightTransposed: true,
    out: ofScores(out, shape),
  });
  /** scores right of each head, or scores^T right. */
  const fromScores = (scores: Value, right: Value, out: Value, leftTransposed: boolean): Product => ({
    ...common,
    columns: width,
    depth: length,
    left: ofScores(scores, shape),
    leftTransposed,
    right: ofHeads(right, shape),
    out: ofHeads(out, shape),
  });
  const scores = builder.temporary(`${name} scores`, scoreSizes);
  builder.emit(toScores(query, key, scores));
  const scaled = builder.elementwise(`${name} scaled scores`, scoreSizes, scores, [scale]);
  const weights = builder.temporary(`${name} weights`, scoreSizes);
  builder.emit({ kind: 'softmax', rows, columns: length, input: scaled, out: weights });
  const output = builder.temporary(name, sizesOf(shape));
  builder.emit(fromScores(weights, value, output, false));
  return {
    output,
    backward: (gradient, gradients) => {
      builder.emit(fromScores(weights, gradient, gradients.value, true));
      const ofWeights = builder.temporary(`gradient of ${weights.name}`, scoreSizes);
      builder.emit(toScores(gradient, value, ofWeights));
      const ofScaled = builder.temporary(`gradient of ${scaled.name}`, scoreSizes);
      builder.emit({
        kind: 'softmax-gradient',
        rows,
        columns: length,
        output: weights,
        gradient: ofWeights,
        out: ofScaled,
      });
      const ofUnscaled = builder.elementwise(`gradient of ${scores.name}`, scoreSizes, ofScaled, [scale]);
      builder.emit(fromScores(ofUnscaled, key, gradients.query, false));
      builder.emit(fromScores(ofUnscaled, query, gradients.key, true));
    },
  };
}

/** Attention as the recipe of the builder has it. */
export function attend(
  builder: Builder,
  name: string,
  shape: AttentionShape,
  operands: AttentionOperands,
): Attended {
  const rule = builder.options.recipe === 'naive' ? attentionByProducts : wholeAttention;
  return rule(builder, name, shape, operands);
}
