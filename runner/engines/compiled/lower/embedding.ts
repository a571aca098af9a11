/** @file Embeddings of tokens. */
import type { Embedding } from '../../../models/layers.ts';
import { product } from '../../../models/shapes.ts';
import { inputShape, type Lowered, outputShape, type Site } from './rule.ts';

export function embedding({ vocabulary, units, scale }: Embedding, site: Site): Lowered {
  const { builder, name, shape, input } = site;
  const table = builder.trained(shape.weights[0]!);
  const rows = product(inputShape(site));
  const sizes = { rows, columns: units, indices: input.value };
  const out = builder.temporary(name, outputShape(site));
  builder.emit({ kind: 'gather', ...sizes, table: table.value, out, epilogue: [] });
  return {
    output: builder.elementwise(`${name} scaled`, outputShape(site), out, [{ kind: 'scale', factor: scale }]),
    backward: (gradient) => {
      builder.emit({
        kind: 'scatter-add',
        ...sizes,
        entries: vocabulary,
        gradient,
        out: table.gradient,
        factor: scale,
      });
      return null;
    },
  };
}
