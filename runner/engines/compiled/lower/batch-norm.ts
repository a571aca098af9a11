/** @file Batch normalization: by the batch in training, by running averages otherwise. */
import type { BatchNorm } from '../../../models/layers.ts';
import { product } from '../../../models/shapes.ts';
import type { TrainedArray } from './builder.ts';
import { inputGradientName, inputShape, type Lowered, outputShape, type Site, same } from './rule.ts';

/** Means of 0, then variances of 1. */
const startOfAverages = (channels: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: 2 * channels }, (_, at) => (at < channels ? 0 : 1));

export function batchNorm({ momentum, epsilon }: BatchNorm, site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const channels = input.shape.at(-1)!;
  const rows = product(inputShape(site).slice(0, -1));
  const [scale, shift] = shape.weights.map((weight) => builder.trained(weight)) as [
    TrainedArray,
    TrainedArray,
  ];
  const averages = builder.state(`${name} averages`, [2, channels], startOfAverages(channels));
  const { training } = builder.options;
  const statistics = training ? builder.temporary(`${name} statistics`, [2, channels], 'float32') : averages;
  if (training) {
    builder.emit({
      kind: 'batch-statistics',
      rows,
      channels,
      input: input.value,
      out: statistics,
      averages,
      momentum,
    });
  }
  const affine = { statistics, scale: scale.value, epsilon };
  return {
    output: builder.elementwise(name, outputShape(site), input.value, [
      { kind: 'normalize', ...affine, shift: shift.value },
    ]),
    backward: (gradient) => {
      const sums = { sumGradient: shift.gradient, sumProduct: scale.gradient };
      builder.emit({
        kind: 'normalization-sums',
        per: 'channel',
        rows,
        columns: channels,
        input: input.value,
        gradient,
        statistics,
        epsilon,
        ...sums,
      });
      if (!input.needsGradient) return null;
      return builder.elementwise(inputGradientName(site), inputShape(site), gradient, [
        { kind: 'normalize-gradient', input: { value: input.value, index: same }, ...affine, ...sums, rows },
      ]);
    },
  };
}
