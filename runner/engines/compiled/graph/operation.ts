/**
 * @file The operations of a compiled net: what a backend has to provide. Each is defined here in words; the plain
 * interpreter in `testing/plain` is the same definition as float64 loops. All arithmetic is float32, whatever the type of
 * the operands; an output is rounded to its type when it is stored. Values never overlap: no operation writes what it
 * reads, except where it says so.
 */
import type { Optimizer } from '../../../models/layers.ts';
import type { Operand, Step } from './step.ts';
import type { Value } from './value.ts';

/**
 * A batch of matrices in a value. Row r of matrix (o, i) starts at `offset + o * strides.outer + i * strides.inner +
 * r * strides.row`; its elements are contiguous.
 */
export interface Matrices {
  value: Value;
  offset: number;
  strides: { outer: number; inner: number; row: number };
}

/** out = epilogue(left right) for each of outer * inner pairs. Left is [rows, depth], right is [depth, columns]. */
export interface Product {
  kind: 'product';
  rows: number;
  columns: number;
  depth: number;
  batch: { outer: number; inner: number };
  left: Matrices;
  /** Whether left is stored as [depth, rows]. */
  leftTransposed: boolean;
  right: Matrices;
  /** Whether right is stored as [columns, depth]. */
  rightTransposed: boolean;
  out: Matrices;
  epilogue: readonly Step[];
}

/** The sizes of a convolution: images [batch, height, width, channels], filters [kernel, kernel, channels, filters]. */
export interface ConvolutionShape {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  kernel: number;
  stride: number;
  /** Zeros before the first row and column. */
  padTop: number;
  padLeft: number;
  outHeight: number;
  outWidth: number;
}

/** out[b, y, x, f] = epilogue(sum over ky, kx, c of image[b, y s + ky - padTop, x s + kx - padLeft, c] filter[ky, kx, c, f]). */
export interface Convolution {
  kind: 'convolution';
  shape: ConvolutionShape;
  image: Value;
  filter: Value;
  out: Value;
  epilogue: readonly Step[];
}

/** The gradient of a convolution with respect to its image; `gradient` is that of its output. */
export interface ConvolutionInputGradient {
  kind: 'convolution-input-gradient';
  shape: ConvolutionShape;
  gradient: Value;
  filter: Value;
  out: Value;
  epilogue: readonly Step[];
}

/** The gradient of a convolution with respect to its filters. */
export interface ConvolutionFilterGradient {
  kind: 'convolution-filter-gradient';
  shape: ConvolutionShape;
  image: Value;
  gradient: Value;
  out: Value;
}

/** out[i] = epilogue(input[index(i)]) */
export interface Elementwise {
  kind: 'elementwise';
  input: Operand;
  out: Value;
  epilogue: readonly Step[];
}

/** Sizes of a pooling layer over windows of `size` x `size` that do not overlap; a remainder is dropped. */
export interface PoolShape {
  batch: number;
  height: number;
  width: number;
  channels: number;
  size: number;
}

/** Largest element of each window of an image; out is [batch, floor(height / size), floor(width / size), channels]. */
export interface MaxPool {
  kind: 'max-pool';
  shape: PoolShape;
  input: Value;
  out: Value;
  epilogue: readonly Step[];
}

/** Passes the gradient to the first largest element of each window, row by row; all others get 0. `input` is that of the pool. */
export interface MaxPoolGradient {
  kind: 'max-pool-gradient';
  shape: PoolShape;
  input: Value;
  gradient: Value;
  out: Value;
  epilogue: readonly Step[];
}

/** out[o, c] = epilogue(sum over r of input[o * outerStride + r * rowStride + c]); out is [outer, columns]. */
export interface SumRows {
  kind: 'sum-rows';
  input: Value;
  out: Value;
  outer: number;
  rows: number;
  columns: number;
  outerStride: number;
  rowStride: number;
  epilogue: readonly Step[];
}

/**
 * Mean and variance (divided by n) of each channel of an input seen as [rows, channels]: out is [2, channels], float32.
 * With `averages` [2, channels], also moves them: average = momentum * average + (1 - momentum) * value.
 */
export interface BatchStatistics {
  kind: 'batch-statistics';
  rows: number;
  channels: number;
  input: Value;
  out: Value;
  averages: Value;
  momentum: number;
}

/**
 * Two sums over the rows of a gradient [rows, columns]: sumGradient[c] = sum of gradient, sumProduct[c] = sum of gradient
 * times (input - mean) / sqrt(variance + epsilon). They are the gradients of a normalization's shift and scale.
 */
export interface NormalizationSums {
  kind: 'normalization-sums';
  /** `channel`: statistics are [2, columns], of batch normalization; `row`: [rows, 2], of layer normalization. */
  per: 'channel' | 'row';
  rows: number;
  columns: number;
  input: Value;
  gradient: Value;
  statistics: Value;
  epsilon: number;
  sumGradient: Value;
  sumProduct: Value;
}

/** Normalizes each row of [rows, columns]; also stores mean and variance of each row as [rows, 2], unless null. */
export interface LayerNormalization {
  kind: 'layer-normalization';
  rows: number;
  columns: number;
  epsilon: number;
  input: Value;
  scale: Value;
  shift: Value;
  out: Value;
  statistics: Value | null;
}

/** The gradient of a layer normalization with respect to its input. */
export interface LayerNormalizationGradient {
  kind: 'layer-normalization-gradient';
  rows: number;
  columns: number;
  epsilon: number;
  input: Value;
  gradient: Value;
  statistics: Value;
  scale: Value;
  out: Value;
  epilogue: readonly Step[];
}

/** Softmax of each row of [rows, columns]. */
export interface Softmax {
  kind: 'softmax';
  rows: number;
  columns: number;
  input: Value;
  out: Value;
}

/** out = output * (gradient - sum over the row of output * gradient); `output` is that of the softmax. */
export interface SoftmaxGradient {
  kind: 'softmax-gradient';
  rows: number;
  columns: number;
  output: Value;
  gradient: Value;
  out: Value;
}

/**
 * Mean over the batch of -log(softmax(logits)[label]), a float32 [1]; and its gradient with respect to the logits times
 * `gradientScale` (a loss scale for half precision). Logits [batch, classes] are float32, labels int32 [batch].
 */
export interface CrossEntropy {
  kind: 'cross-entropy';
  batch: number;
  classes: number;
  logits: Value;
  labels: Value;
  loss: Value;
  gradient: Value;
  gradientScale: number;
}

/** Sizes of an attention: query, key, value and output are [batch, length, heads, width]. */
export interface AttentionShape {
  batch: number;
  length: number;
  heads: number;
  width: number;
}

/**
 * softmax(query key^T * scale) value for each batch and head, without the scores in memory. Also stores
 * log(sum of exp(scores)) of each row, [batch, heads, length] in float32, unless null.
 */
export interface Attention {
  kind: 'attention';
  shape: AttentionShape;
  scale: number;
  query: Value;
  key: Value;
  value: Value;
  out: Value;
  logSums: Value | null;
}

/** The gradients of an attention with respect to query, key and value; `output` and `logSums` are its results. */
export interface AttentionGradient {
  kind: 'attention-gradient';
  shape: AttentionShape;
  scale: number;
  query: Value;
  key: Value;
  value: Value;
  output: Value;
  logSums: Value;
  gradient: Value;
  queryGradient: Value;
  keyGradient: Value;
  valueGradient: Value;
}

/** out[i] = epilogue(row indices[i] of the table); table [entries, columns], indices int32 [rows], out [rows, columns]. */
export interface Gather {
  kind: 'gather';
  rows: number;
  columns: number;
  table: Value;
  indices: Value;
  out: Value;
  epilogue: readonly Step[];
}

/** out[e] = factor * sum of all rows i of the gradient with indices[i] = e, in ascending order of i; else 0. */
export interface ScatterAdd {
  kind: 'scatter-add';
  rows: number;
  columns: number;
  entries: number;
  gradient: Value;
  indices: Value;
  out: Value;
  factor: number;
}

/**
 * Moves rows within each sequence: out[b, r] = input[b, r - shift] where that row exists, else the row `fill`, or zeros
 * without one. Input is [batch, inputRows, columns], out [batch, outRows, columns], fill [columns].
 */
export interface ShiftRows {
  kind: 'shift-rows';
  batch: number;
  inputRows: number;
  outRows: number;
  columns: number;
  shift: number;
  input: Value;
  fill: Value | null;
  out: Value;
  epilogue: readonly Step[];
}

/**
 * One optimizer step over equal ranges of the arenas, in place, with g = gradient * gradientFactor:
 * adam: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= updateFactor * m / (sqrt(v) + updateEpsilon)
 * rmsprop: v = rho v + (1 - rho) g^2; w -= updateFactor * g / sqrt(v + updateEpsilon)
 * with both scalars from `StepScalars`. Also stores w in half precision, unless `half` is null.
 */
export interface Update {
  kind: 'update';
  optimizer: Optimizer;
  parameters: Value;
  gradients: Value;
  /** Adam only. */
  means: Value | null;
  squares: Value;
  half: Value | null;
  gradientFactor: number;
}

export type Operation =
  | Product
  | Convolution
  | ConvolutionInputGradient
  | ConvolutionFilterGradient
  | Elementwise
  | MaxPool
  | MaxPoolGradient
  | SumRows
  | BatchStatistics
  | NormalizationSums
  | LayerNormalization
  | LayerNormalizationGradient
  | Softmax
  | SoftmaxGradient
  | CrossEntropy
  | Attention
  | AttentionGradient
  | Gather
  | ScatterAdd
  | ShiftRows
  | Update;

/** An operation that applies steps to each element before it stores it. */
export type WithEpilogue = Extract<Operation, { epilogue: readonly Step[] }>;

export const hasEpilogue = (operation: Operation): operation is WithEpilogue => 'epilogue' in operation;
