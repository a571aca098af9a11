/** @file A token before the first position, and the first position alone. */
import { sumGradient } from './bias.ts';
import { inputGradientName, inputShape, type Lowered, outputShape, type Site } from './rule.ts';

export function classToken(site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const token = builder.trained(shape.weights[0]!);
  const [length, columns] = input.shape as [number, number];
  const batch = builder.options.batchSize;
  const output = builder.temporary(name, outputShape(site));
  builder.emit({
    kind: 'shift-rows',
    batch,
    inputRows: length,
    outRows: length + 1,
    columns,
    shift: 1,
    input: input.value,
    fill: token.value,
    out: output,
    epilogue: [],
  });
  return {
    output,
    backward: (gradient) => {
      sumGradient(site, gradient, token, { rows: batch, columns, rowStride: (length + 1) * columns });
      if (!input.needsGradient) return null;
      const out = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({
        kind: 'shift-rows',
        batch,
        inputRows: length + 1,
        outRows: length,
        columns,
        shift: -1,
        input: gradient,
        fill: null,
        out,
        epilogue: [],
      });
      return out;
    },
  };
}

export function firstToken(site: Site): Lowered {
  const { builder, name, input } = site;
  const [length, columns] = input.shape as [number, number];
  const common = {
    kind: 'shift-rows',
    batch: builder.options.batchSize,
    columns,
    shift: 0,
    fill: null,
    epilogue: [],
  } as const;
  const output = builder.temporary(name, outputShape(site));
  builder.emit({ ...common, inputRows: length, outRows: 1, input: input.value, out: output });
  return {
    output,
    backward: (gradient) => {
      if (!input.needsGradient) return null;
      const out = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({ ...common, inputRows: 1, outRows: length, input: gradient, out });
      return out;
    },
  };
}
