/** @file Sums over rows: of an array, and the two sums of a normalization's gradient. */
import type { NormalizationSums, SumRows } from '../../compiled/graph/operation.ts';
import { canVectorize, createEnding } from './epilogue.ts';
import { bind, type KernelLimits, type Variant } from './kernel.ts';
import { reduceRows } from './reduce-rows.ts';
import { computed, float, load, store, type Width } from './text.ts';

/** Declares the sum of states. */
const mergeSums = (fields: readonly string[]): string => `
fn merge(left: State, right: State) -> State {
  return State(${fields.map((field) => `left.${field} + right.${field}`).join(', ')});
}`;

export function sumRows(operation: SumRows, limits: KernelLimits): Variant[] {
  const { input, out, outer, rows, columns, outerStride, rowStride, epilogue } = operation;
  const aligned = outerStride % 4 === 0 && rowStride % 4 === 0;
  const width: Width = aligned && canVectorize(columns, epilogue) ? 4 : 1;
  const from = bind('input', input, 'read', width);
  const ending = createEnding(out, epilogue, width, [from]);
  const fields = ['sum'];
  const collect = `
fn collect(outer: u32, column: u32, first: u32, end: u32, step: u32) -> State {
  let start = outer * ${outerStride / width}u + column;
  var sum = ${computed(width)}();
  for (var row = first; row < end; row += step) { sum += ${load(from, `start + row * ${rowStride / width}u`)}; }
  return State(sum);
}`;
  const deliver = `
fn deliver(outer: u32, column: u32, state: State) {
  finish(outer * ${columns}u + column * ${width}u, state.sum);
}`;
  const delivery = { ...ending, code: `${ending.code}${deliver}` };
  const kernels = reduceRows(
    {
      name: 'sum-rows',
      outer,
      rows,
      columns,
      width,
      fields,
      bindings: [from],
      collect,
      merge: mergeSums(fields),
      delivery,
    },
    limits,
  );
  return [{ name: 'sum-rows', kernels }];
}

export function normalizationSums(operation: NormalizationSums, limits: KernelLimits): Variant[] {
  const { per, rows, columns, input, gradient, statistics, epsilon, sumGradient, sumProduct } = operation;
  const width = columns % 4 === 0 ? 4 : 1;
  const vectors = columns / width;
  const type = computed(width);
  const from = bind('input', input, 'read', width);
  const incoming = bind('gradient', gradient, 'read', width);
  const known = bind('statistics', statistics, 'read', per === 'channel' ? width : 1);
  const [mean, variance] =
    per === 'channel' ? ['column', `${vectors}u + column`] : ['row * 2u', 'row * 2u + 1u'];
  const prepare = `let mean = ${load(known, mean)};
  let factor = inverseSqrt(${load(known, variance)} + ${float(epsilon)});`;
  const fields = ['sum', 'product'];
  const collect = `
fn collect(outer: u32, column: u32, first: u32, end: u32, step: u32) -> State {
  ${per === 'channel' ? prepare : ''}
  var sum = ${type}();
  var product = ${type}();
  for (var row = first; row < end; row += step) {
    ${per === 'row' ? prepare : ''}
    let gradient = ${load(incoming, `row * ${vectors}u + column`)};
    sum += gradient;
    product += gradient * (${load(from, `row * ${vectors}u + column`)} - mean) * factor;
  }
  return State(sum, product);
}`;
  const outs = [
    bind('sumGradient', sumGradient, 'read_write', width),
    bind('sumProduct', sumProduct, 'read_write', width),
  ] as const;
  const code = `
fn deliver(outer: u32, column: u32, state: State) {
  ${store(outs[0], 'column', 'state.sum')}
  ${store(outs[1], 'column', 'state.product')}
}`;
  const kernels = reduceRows(
    {
      name: `normalization-sums per ${per}`,
      outer: 1,
      rows,
      columns,
      width,
      fields,
      bindings: [from, incoming, known],
      collect,
      merge: mergeSums(fields),
      delivery: { bindings: outs, code, usesScalars: false },
    },
    limits,
  );
  return [{ name: 'normalization-sums', kernels }];
}
