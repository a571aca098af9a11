/**
 * @file Mean and variance of each channel. Each lane sums its rows relative to the first of them, so that a mean far from 0
 * costs no digits; means and squared deviations are then merged by the formula of Chan, Golub and LeVeque, Updating
 * formulae and a pairwise algorithm for computing sample variances (1979).
 */
import type { BatchStatistics } from '../../compiled/graph/operation.ts';
import { bind, type KernelLimits, type Variant } from './kernel.ts';
import { reduceRows } from './reduce-rows.ts';
import { computed, float, load, splat, store } from './text.ts';

const FIELDS = ['count', 'mean', 'squares'];

export function batchStatistics(operation: BatchStatistics, limits: KernelLimits): Variant[] {
  const { rows, channels, input, out, averages, momentum } = operation;
  const width = channels % 4 === 0 ? 4 : 1;
  const vectors = channels / width;
  const type = computed(width);
  const from = bind('input', input, 'read', width);
  const to = bind('out', out, 'read_write', width);
  const moved = bind('averages', averages, 'read_write', width);
  const collect = `
fn collect(outer: u32, column: u32, first: u32, end: u32, step: u32) -> State {
  if (first >= end) { return State(); }
  let shift = ${load(from, `first * ${vectors}u + column`)};
  var sum = ${type}();
  var squares = ${type}();
  for (var row = first + step; row < end; row += step) {
    let value = ${load(from, `row * ${vectors}u + column`)} - shift;
    sum += value;
    squares += value * value;
  }
  let count = f32((end - first + step - 1u) / step);
  return State(${type}(count), shift + sum / count, squares - sum * sum / count);
}`;
  const merge = `
fn merge(left: State, right: State) -> State {
  let count = left.count + right.count;
  let share = right.count / max(count, ${splat(width, 1)});
  let distance = right.mean - left.mean;
  let squares = left.squares + right.squares + distance * distance * left.count * share;
  return State(count, left.mean + distance * share, squares);
}`;
  const move = (index: string, value: string) =>
    store(moved, index, `${float(momentum)} * ${load(moved, index)} + ${float(1 - momentum)} * ${value}`);
  const code = `
fn deliver(outer: u32, column: u32, state: State) {
  let variance = max(state.squares, ${splat(width, 0)}) * ${float(1 / rows)};
  ${store(to, 'column', 'state.mean')}
  ${store(to, `${vectors}u + column`, 'variance')}
  ${move('column', 'state.mean')}
  ${move(`${vectors}u + column`, 'variance')}
}`;
  const kernels = reduceRows(
    {
      name: 'batch-statistics',
      outer: 1,
      rows,
      columns: channels,
      width,
      fields: FIELDS,
      bindings: [from],
      collect,
      merge,
      delivery: { bindings: [to, moved], code, usesScalars: false },
    },
    limits,
  );
  return [{ name: 'batch-statistics', kernels }];
}
