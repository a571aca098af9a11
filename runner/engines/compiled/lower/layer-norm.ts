/** @file Layer normalization: over the last dimension of each position. */
import type { LayerNorm } from '../../../models/layers.ts';
import { product } from '../../../models/shapes.ts';
import type { TrainedArray } from './builder.ts';
import { inputGradientName, inputShape, type Lowered, outputShape, type Site } from './rule.ts';

export function layerNorm({ epsilon }: LayerNorm, site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const columns = input.shape.at(-1)!;
  const rows = product(inputShape(site).slice(0, -1));
  const sizes = { rows, columns, epsilon, input: input.value };
  const [scale, shift] = shape.weights.map((weight) => builder.trained(weight)) as [
    TrainedArray,
    TrainedArray,
  ];
  const output = builder.temporary(name, outputShape(site));
  const statistics = builder.options.training
    ? builder.temporary(`${name} statistics`, [rows, 2], 'float32')
    : null;
  builder.emit({
    kind: 'layer-normalization',
    ...sizes,
    scale: scale.value,
    shift: shift.value,
    out: output,
    statistics,
  });
  return {
    output,
    backward: (gradient) => {
      const common = { ...sizes, gradient, statistics: statistics! };
      builder.emit({
        kind: 'normalization-sums',
        per: 'row',
        ...common,
        sumGradient: shift.gradient,
        sumProduct: scale.gradient,
      });
      if (!input.needsGradient) return null;
      const out = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({
        kind: 'layer-normalization-gradient',
        ...common,
        scale: scale.value,
        out,
        epilogue: [],
      });
      return out;
    },
  };
}
