/** @file Positions that are added to a sequence: sinusoids or trained vectors. */

import { product } from '../../../models/shapes.ts';
import { sinusoids } from '../../../models/sinusoids.ts';
import { sumGradient } from './bias.ts';
import { addPeriodic, type Lowered, outputShape, type Site } from './rule.ts';

export function sinusoidalPositions(site: Site): Lowered {
  const { builder, name, input } = site;
  const [length, units] = input.shape as [number, number];
  const table = builder.constant(`${name} table`, [length, units], sinusoids(length, units));
  return {
    output: builder.elementwise(name, outputShape(site), input.value, [addPeriodic(table, length * units)]),
    backward: (gradient) => (input.needsGradient ? gradient : null),
  };
}

export function learnedPositions(site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const positions = builder.trained(shape.weights[0]!);
  const columns = product(input.shape);
  return {
    output: builder.elementwise(name, outputShape(site), input.value, [
      addPeriodic(positions.value, columns),
    ]),
    backward: (gradient) => {
      sumGradient(site, gradient, positions, { rows: builder.options.batchSize, columns });
      return input.needsGradient ? gradient : null;
    },
  };
}
