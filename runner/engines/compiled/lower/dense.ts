/** @file Dense layers: a projection of the last dimension and an activation. */
import type { Dense } from '../../../models/layers.ts';
import { product } from '../../../models/shapes.ts';
import { activate } from './activation.ts';
import { project } from './projection.ts';
import { inputGradientName, inputShape, type Lowered, type Site } from './rule.ts';

export function dense(layer: Dense, site: Site): Lowered {
  const { name, shape, input } = site;
  const rows = product(inputShape(site).slice(0, -1));
  const projected = project(site, name, input.value, rows, shape.weights);
  const activated = activate(site, projected.output, layer.activation);
  return {
    output: activated.output,
    backward: (outputGradient) => {
      const gradient = activated.backward(outputGradient);
      projected.trainedGradients(gradient);
      if (!input.needsGradient) return null;
      return projected.inputGradient(gradient, inputGradientName(site), inputShape(site));
    },
  };
}
