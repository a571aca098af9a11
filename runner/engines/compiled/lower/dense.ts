/** @file Dense layers: a projection of the last dimension and an activation. */
import type { Dense } from '../../../models/layers.ts';
import { activate } from './activation.ts';
import { arraysOf, project } from './projection.ts';
import type { Lowered, Site } from './rule.ts';

export function dense(layer: Dense, site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const projected = project(site, name, input.value, arraysOf(builder, shape.weights));
  const activated = activate(site, projected.output, layer.activation);
  return {
    output: activated.output,
    backward: (outputGradient) => {
      const gradient = activated.backward(outputGradient);
      projected.trainedGradients(gradient);
      return input.needsGradient ? projected.inputGradient(gradient) : null;
    },
  };
}
