/** @file Runs operations as plain float64 loops: the definition that kernels and lowering rules are compared with. */

import { writesOf } from '../../graph/operands.ts';
import { hasEpilogue, type Operation } from '../../graph/operation.ts';
import type { StepScalars } from '../../graph/step.ts';
import { runAttention, runAttentionGradient } from './attention.ts';
import { runConvolution, runConvolutionFilterGradient, runConvolutionInputGradient } from './convolution.ts';
import { runElementwise } from './elementwise.ts';
import { createFinish, type Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';
import {
  runBatchStatistics,
  runLayerNormalization,
  runLayerNormalizationGradient,
  runNormalizationSums,
} from './normalization.ts';
import { runMaxPool, runMaxPoolGradient } from './pool.ts';
import { runProduct } from './product.ts';
import { roundTo } from './round.ts';
import { runGather, runScatterAdd, runShiftRows, runSumRows } from './rows.ts';
import { runCrossEntropy, runSoftmax, runSoftmaxGradient } from './softmax.ts';
import { runUpdate } from './update.ts';

export interface PlainOptions {
  /** Needed by dropout and by an update; without them, dropout does nothing and an update throws. */
  scalars?: StepScalars;
  /** Whether a value is rounded to its type when an operation has written it; otherwise everything stays float64. */
  round?: boolean;
}

const NO_SCALARS: StepScalars = {
  dropoutKey: 0,
  dropout: false,
  updateFactor: Number.NaN,
  updateEpsilon: Number.NaN,
};

type Run<Kind> = (
  operation: Extract<Operation, { kind: Kind }>,
  memory: Memory,
  finish: Finish,
  scalars: StepScalars,
) => void;

const runs: { readonly [Kind in Operation['kind']]: Run<Kind> } = {
  product: runProduct,
  convolution: runConvolution,
  'convolution-input-gradient': runConvolutionInputGradient,
  'convolution-filter-gradient': runConvolutionFilterGradient,
  elementwise: runElementwise,
  'max-pool': runMaxPool,
  'max-pool-gradient': runMaxPoolGradient,
  'sum-rows': runSumRows,
  'batch-statistics': runBatchStatistics,
  'normalization-sums': runNormalizationSums,
  'layer-normalization': runLayerNormalization,
  'layer-normalization-gradient': runLayerNormalizationGradient,
  softmax: runSoftmax,
  'softmax-gradient': runSoftmaxGradient,
  'cross-entropy': runCrossEntropy,
  attention: runAttention,
  'attention-gradient': runAttentionGradient,
  gather: runGather,
  'scatter-add': runScatterAdd,
  'shift-rows': runShiftRows,
  update: runUpdate,
};

function runOperation(operation: Operation, memory: Memory, scalars: StepScalars): void {
  const finish = createFinish(hasEpilogue(operation) ? operation.epilogue : [], memory, scalars);
  // TypeScript does not see that the function found takes operations of this kind.
  const run = runs[operation.kind] as Run<Operation['kind']>;
  run(operation, memory, finish, scalars);
}

/**
 * Runs operations in order. Slow: for small shapes.
 * @param memory holds what the operations read before they write it, and afterwards their results
 */
export function runPlain(
  operations: readonly Operation[],
  memory: Memory,
  { scalars = NO_SCALARS, round = false }: PlainOptions = {},
): void {
  for (const operation of operations) {
    runOperation(operation, memory, scalars);
    if (!round) continue;
    for (const value of writesOf(operation)) roundTo(value.type, memory.of(value));
  }
}
