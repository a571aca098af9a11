/** @file The kernels of every operation. */
import type { Operation } from '../../compiled/graph/operation.ts';
import { attention } from './attention/attention.ts';
import { attentionGradient } from './attention/attention-gradient.ts';
import { batchStatistics } from './batch-statistics.ts';
import { crossEntropy } from './cross-entropy.ts';
import { elementwise } from './elementwise.ts';
import { gather } from './gather.ts';
import type { Kernel, Target } from './kernel.ts';
import { layerNormalization, layerNormalizationGradient } from './layer-normalization.ts';
import { maxPool } from './max-pool.ts';
import { maxPoolGradient } from './max-pool-gradient.ts';
import { normalizationSums } from './normalization-sums.ts';
import { scatterAdd } from './scatter-add.ts';
import { shiftRows } from './shift-rows.ts';
import { softmax, softmaxGradient } from './softmax.ts';
import { sumRows } from './sum-rows.ts';
import { convolution, convolutionFilterGradient } from './tiles/convolution.ts';
import { convolutionInputGradient } from './tiles/input-gradient.ts';
import { product } from './tiles/product.ts';
import { update } from './update.ts';

type Kind = Operation['kind'];

/** Makes the kernels of one kind of operation, in the order in which they run. */
export type Generator<SomeKind extends Kind> = (
  operation: Extract<Operation, { kind: SomeKind }>,
  target: Target,
) => Kernel[];

const generators: { readonly [SomeKind in Kind]: Generator<SomeKind> } = {
  product,
  convolution,
  'convolution-input-gradient': convolutionInputGradient,
  'convolution-filter-gradient': convolutionFilterGradient,
  elementwise,
  'max-pool': maxPool,
  'max-pool-gradient': maxPoolGradient,
  'sum-rows': sumRows,
  'batch-statistics': batchStatistics,
  'normalization-sums': normalizationSums,
  'layer-normalization': layerNormalization,
  'layer-normalization-gradient': layerNormalizationGradient,
  softmax,
  'softmax-gradient': softmaxGradient,
  'cross-entropy': crossEntropy,
  attention,
  'attention-gradient': attentionGradient,
  gather,
  'scatter-add': scatterAdd,
  'shift-rows': shiftRows,
  update,
};

/** The kernels of an operation, in the order in which they run. */
export const kernelsOf = (operation: Operation, target: Target): Kernel[] =>
  (generators[operation.kind] as Generator<Kind>)(operation, target);
