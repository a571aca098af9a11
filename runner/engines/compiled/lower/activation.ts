/** @file Activations, of their own or at the end of another layer. */
import type { Activation, ActivationLayer } from '../../../models/layers.ts';
import type { Value } from '../graph/value.ts';
import { type Lowered, outputShape, type Site, same } from './rule.ts';

export interface Activated {
  output: Value;
  /** The gradient of what was activated. */
  backward(gradient: Value): Value;
}

/** Activates the output of a layer. A softmax is none: it is part of the loss. */
export function activate(site: Site, input: Value, activation: Activation): Activated {
  const { builder, name } = site;
  const shape = outputShape(site);
  switch (activation) {
    case 'relu': {
      const output = builder.elementwise(`${name} relu`, shape, input, [{ kind: 'relu' }]);
      return {
        output,
        backward: (gradient) =>
          builder.elementwise(`gradient of ${input.name}`, shape, gradient, [
            { kind: 'relu-gradient', output: { value: output, index: same } },
          ]),
      };
    }
    case 'gelu':
      return {
        output: builder.elementwise(`${name} gelu`, shape, input, [{ kind: 'gelu' }]),
        backward: (gradient) =>
          builder.elementwise(`gradient of ${input.name}`, shape, gradient, [
            { kind: 'gelu-gradient', input: { value: input, index: same } },
          ]),
      };
    case 'softmax':
    case 'linear':
      return { output: input, backward: (gradient) => gradient };
    default:
      return activation satisfies never;
  }
}

export function activation(layer: ActivationLayer, site: Site): Lowered {
  const { output, backward } = activate(site, site.input.value, layer.activation);
  return { output, backward: (gradient) => (site.input.needsGradient ? backward(gradient) : null) };
}
