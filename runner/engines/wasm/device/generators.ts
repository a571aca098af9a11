/** @file The kernels of every operation. */
import type { Operation } from '../../compiled/graph/operation.ts';
import { attention } from '../kernels/attention/attention.ts';
import { attentionGradient } from '../kernels/attention/attention-gradient.ts';
import { batchStatistics } from '../kernels/batch-statistics.ts';
import { convolution, convolutionFilterGradient } from '../kernels/convolutions/convolution.ts';
import { convolutionInputGradient } from '../kernels/convolutions/input-gradient.ts';
import { crossEntropy } from '../kernels/cross-entropy.ts';
import { elementwise } from '../kernels/elementwise.ts';
import { gather } from '../kernels/gather.ts';
import type { Kernel, Target } from '../kernels/kernel.ts';
import { layerNormalization, layerNormalizationGradient } from '../kernels/layer-normalization.ts';
import { maxPool } from '../kernels/max-pool.ts';
import { maxPoolGradient } from '../kernels/max-pool-gradient.ts';
import { normalizationSums } from '../kernels/normalization-sums.ts';
import { scatterAdd } from '../kernels/scatter-add.ts';
import { shiftRows } from '../kernels/shift-rows.ts';
import { softmax, softmaxGradient } from '../kernels/softmax.ts';
import { sumRows } from '../kernels/sum-rows.ts';
import { product } from '../kernels/tiles/product.ts';
import { update } from '../kernels/update.ts';

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
