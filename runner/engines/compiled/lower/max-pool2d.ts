/** @file Maximum pooling. */
import type { MaxPool2d } from '../../../models/layers.ts';
import type { PoolShape } from '../graph/operation.ts';
import { inputGradientName, inputShape, type Lowered, outputShape, type Site } from './rule.ts';

export function maxPool2d({ size }: MaxPool2d, site: Site): Lowered {
  const { builder, name, input } = site;
  const [height, width, channels] = input.shape as [number, number, number];
  const shape: PoolShape = { batch: builder.options.batchSize, height, width, channels, size };
  const output = builder.temporary(name, outputShape(site));
  builder.emit({ kind: 'max-pool', shape, input: input.value, out: output, epilogue: [] });
  return {
    output,
    backward: (gradient) => {
      if (!input.needsGradient) return null;
      const out = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({ kind: 'max-pool-gradient', shape, input: input.value, gradient, out, epilogue: [] });
      return out;
    },
  };
}
