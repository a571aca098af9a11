/** @file Self-attention: three projections, attention, and a projection of its output. */
import type { SelfAttention } from '../../../models/layers.ts';
import type { AttentionShape } from '../graph/operation.ts';
import type { Value } from '../graph/value.ts';
import { attend } from './attention.ts';
import { project } from './projection.ts';
import { addSame, inputGradientName, inputShape, type Lowered, type Site } from './rule.ts';

export function selfAttention({ heads }: SelfAttention, site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const [length, units] = input.shape as [number, number];
  const batch = builder.options.batchSize;
  const sizes: AttentionShape = { batch, length, heads, width: units / heads };
  const projection = (at: number, role: string, value: Value) =>
    project(site, `${name} ${role}`, value, batch * length, shape.weights.slice(2 * at, 2 * at + 2));
  const query = projection(0, 'query', input.value);
  const key = projection(1, 'key', input.value);
  const value = projection(2, 'value', input.value);
  const attended = attend(builder, name, sizes, {
    query: query.output,
    key: key.output,
    value: value.output,
  });
  const output = projection(3, 'output', attended.output);
  return {
    output: output.output,
    backward: (gradient) => {
      output.trainedGradients(gradient);
      const gradients = attended.backward(
        output.inputGradient(gradient, `gradient of ${name}`, inputShape(site)),
      );
      const parts = [
        { projected: query, of: gradients.query },
        { projected: key, of: gradients.key },
        { projected: value, of: gradients.value },
      ];
      for (const { projected, of } of parts) projected.trainedGradients(of);
      if (!input.needsGradient) return null;
      return parts
        .map(({ projected, of }) => projected.inputGradient(of, inputGradientName(site), inputShape(site)))
        .reduce((sum, next) =>
          builder.elementwise(inputGradientName(site), inputShape(site), next, [addSame(sum)]),
        );
    },
  };
}
