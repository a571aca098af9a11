/** @file The mean over all dimensions of a sample but the last. */
import { product } from '../../../models/shapes.ts';
import type { Step } from '../graph/step.ts';
import { inputGradientName, inputShape, type Lowered, outputShape, type Site } from './rule.ts';

export function globalAveragePool(site: Site): Lowered {
  const { builder, name, input } = site;
  const columns = input.shape.at(-1)!;
  const rows = product(input.shape.slice(0, -1));
  const epilogue: readonly Step[] = [{ kind: 'scale', factor: 1 / rows }];
  const output = builder.temporary(name, outputShape(site));
  builder.emit({
    kind: 'sum-rows',
    input: input.value,
    out: output,
    outer: builder.options.batchSize,
    rows,
    columns,
    outerStride: rows * columns,
    rowStride: columns,
    epilogue,
  });
  return {
    output,
    backward: (gradient) => {
      if (!input.needsGradient) return null;
      const out = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({
        kind: 'elementwise',
        input: { value: gradient, index: { kind: 'row-of-group', rows, columns } },
        out,
        epilogue,
      });
      return out;
    },
  };
}
