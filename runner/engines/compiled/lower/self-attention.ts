/** @file Self-attention: three projections, attention, and a projection of its output. */
import type { SelfAttention } from '../../../models/layers.ts';
import type { AttentionShape } from '../graph/operation.ts';
import { ELEMENT_BYTES, type Value } from '../graph/value.ts';
import { BINDING_ALIGNMENT } from './arenas.ts';
import { type AttentionOperands, attend } from './attention.ts';
import { arraysOf, arraysTogether, type Projected, project } from './projection.ts';
import { addSame, inputGradientName, inputShape, type Lowered, outputShape, type Site } from './rule.ts';

const ROLES = ['query', 'key', 'value'] as const;

/** Projections that are computed together. */
interface Group {
  roles: readonly string[];
  projected: Projected;
}

/** Projects the input to query, key and value: together where the recipe and the memory allow it. */
function projectInput(site: Site): Group[] {
  const { builder, name, shape, input } = site;
  const weights = shape.weights.slice(0, 2 * ROLES.length);
  const bytes = outputShape(site).reduce((all, n) => all * n, ELEMENT_BYTES[builder.options.type]);
  const canSplit = bytes % BINDING_ALIGNMENT === 0;
  const together =
    canSplit && builder.options.recipe === 'optimized' ? arraysTogether(builder, weights) : null;
  if (together) {
    return [{ roles: ROLES, projected: project(site, `${name} ${ROLES.join(', ')}`, input.value, together) }];
  }
  return ROLES.map((role, at) => {
    const arrays = arraysOf(builder, weights.slice(2 * at, 2 * at + 2));
    return { roles: [role], projected: project(site, `${name} ${role}`, input.value, arrays) };
  });
}

const byRole = (values: readonly Value[]): AttentionOperands => {
  const [query, key, value] = values as [Value, Value, Value];
  return { query, key, value };
};

export function selfAttention({ heads }: SelfAttention, site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const sizes = inputShape(site);
  const [batch, length, units] = sizes as [number, number, number];
  const groups = projectInput(site);
  const operands = groups.flatMap(({ roles, projected }) => builder.split(projected.output, roles, sizes));
  const attentionShape: AttentionShape = { batch, length, heads, width: units / heads };
  const attended = attend(builder, name, attentionShape, byRole(operands));
  const outputArrays = arraysOf(builder, shape.weights.slice(2 * ROLES.length));
  const output = project(site, `${name} output`, attended.output, outputArrays);
  return {
    output: output.output,
    backward: (gradient) => {
      output.trainedGradients(gradient);
      const ofAttended = output.inputGradient(gradient);
      const ofGroups = groups.map(({ roles, projected }) => {
        const whole = builder.temporary(`gradient of ${projected.output.name}`, [roles.length, ...sizes]);
        return { roles, projected, whole, parts: builder.split(whole, roles, sizes) };
      });
      attended.backward(ofAttended, byRole(ofGroups.flatMap(({ parts }) => parts)));
      for (const { projected, whole } of ofGroups) projected.trainedGradients(whole);
      if (!input.needsGradient) return null;
      return ofGroups
        .flatMap(({ projected, parts }) => parts.map((part, at) => projected.inputGradient(part, at)))
        .reduce((sum, next) => builder.elementwise(inputGradientName(site), sizes, next, [addSame(sum)]));
    },
  };
}
