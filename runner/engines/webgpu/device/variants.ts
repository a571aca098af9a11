/** @file The kernels of every operation. */
import type { Operation } from '../../compiled/graph/operation.ts';
import { attention } from '../kernels/attention/attention.ts';
import { attentionGradient } from '../kernels/attention/attention-gradient.ts';
import { batchStatistics } from '../kernels/batch-statistics.ts';
import { crossEntropy } from '../kernels/cross-entropy.ts';
import { elementwise, gather, shiftRows } from '../kernels/elementwise.ts';
import type { KernelLimits, Variant } from '../kernels/kernel.ts';
import { layerNormalization, layerNormalizationGradient } from '../kernels/layer-normalization.ts';
import { maxPool, maxPoolGradient } from '../kernels/max-pool.ts';
import { scatterAdd } from '../kernels/scatter-add.ts';
import { softmax, softmaxGradient } from '../kernels/softmax.ts';
import { normalizationSums, sumRows } from '../kernels/sums.ts';
import {
  createConvolution,
  createFilterGradient,
  createInputGradient,
} from '../kernels/tiles/convolutions.ts';
import { createProduct } from '../kernels/tiles/product.ts';
import { update } from '../kernels/update.ts';

/** Makes the variants of one kind of operation. */
type Generator<Kind extends Operation['kind']> = (
  operation: Extract<Operation, { kind: Kind }>,
  limits: KernelLimits,
) => Variant[];

const generators: { readonly [Kind in Operation['kind']]: Generator<Kind> } = {
  product: createProduct,
  convolution: createConvolution,
  'convolution-input-gradient': createInputGradient,
  'convolution-filter-gradient': createFilterGradient,
  attention,
  'attention-gradient': attentionGradient,
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
  gather,
  'scatter-add': scatterAdd,
  'shift-rows': shiftRows,
  update,
};

/** All ways to compute an operation, the first of which is the fixed choice where nothing is measured. */
export function variantsOf<Kind extends Operation['kind']>(
  operation: Extract<Operation, { kind: Kind }>,
  limits: KernelLimits,
): Variant[] {
  const generate: Generator<Kind> = generators[operation.kind as Kind];
  return generate(operation, limits);
}
