/** @file Dropout: the backward pass draws again what the forward pass drew. */
import type { Dropout } from '../../../models/layers.ts';
import type { Step } from '../graph/step.ts';
import { inputGradientName, type Lowered, outputShape, type Site } from './rule.ts';

export function dropout({ rate }: Dropout, site: Site): Lowered {
  const { builder, name, input } = site;
  if (!builder.options.training) return { output: input.value, backward: () => null };
  const step: Step = { kind: 'dropout', rate, layer: builder.dropoutLayer() };
  const shape = outputShape(site);
  return {
    output: builder.elementwise(name, shape, input.value, [step]),
    backward: (gradient) =>
      input.needsGradient ? builder.elementwise(inputGradientName(site), shape, gradient, [step]) : null,
  };
}
