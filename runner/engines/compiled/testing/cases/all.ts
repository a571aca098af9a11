/** @file All cases, by the kind of their operation. */
import type { Operation } from '../../graph/operation.ts';
import { attentionCases, attentionGradientCases } from './attention.ts';
import type { Case } from './case.ts';
import {
  convolutionCases,
  convolutionFilterGradientCases,
  convolutionInputGradientCases,
} from './convolutions.ts';
import { elementwiseCases } from './elementwise.ts';
import {
  batchStatisticsCases,
  layerNormalizationCases,
  layerNormalizationGradientCases,
  normalizationSumsCases,
} from './normalizations.ts';
import { maxPoolCases, maxPoolGradientCases } from './pools.ts';
import { productCases } from './products.ts';
import { gatherCases, scatterAddCases, shiftRowsCases, sumRowsCases } from './rows.ts';
import { crossEntropyCases, softmaxCases, softmaxGradientCases } from './softmax.ts';
import { updateCases } from './updates.ts';

export const allCases: Readonly<Record<Operation['kind'], readonly Case[]>> = {
  product: productCases,
  convolution: convolutionCases,
  'convolution-input-gradient': convolutionInputGradientCases,
  'convolution-filter-gradient': convolutionFilterGradientCases,
  elementwise: elementwiseCases,
  'max-pool': maxPoolCases,
  'max-pool-gradient': maxPoolGradientCases,
  'sum-rows': sumRowsCases,
  'batch-statistics': batchStatisticsCases,
  'normalization-sums': normalizationSumsCases,
  'layer-normalization': layerNormalizationCases,
  'layer-normalization-gradient': layerNormalizationGradientCases,
  softmax: softmaxCases,
  'softmax-gradient': softmaxGradientCases,
  'cross-entropy': crossEntropyCases,
  attention: attentionCases,
  'attention-gradient': attentionGradientCases,
  gather: gatherCases,
  'scatter-add': scatterAddCases,
  'shift-rows': shiftRowsCases,
  update: updateCases,
};
