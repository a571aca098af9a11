/** @file Layer normalization and the gradient of its input: some lanes of a workgroup share a row. */
import type { LayerNormalization, LayerNormalizationGradient } from '../../compiled/graph/operation.ts';
import { canVectorize, createEnding } from './epilogue.ts';
import { bind, type KernelLimits, type Variant } from './kernel.ts';
import { frameRows, plus, reduceLanes, total } from './row.ts';
import { float, load, store } from './text.ts';

/**
 * Sums relative to the first element of the row, so that a mean far from 0 costs no digits: the square of that element's
 * deviation is at most `columns` times the variance.
 */
export function layerNormalization(operation: LayerNormalization, limits: KernelLimits): Variant[] {
  const { rows, columns, epsilon, input, scale, shift, out, statistics } = operation;
  const width = columns % 4 === 0 ? 4 : 1;
  const vectors = columns / width;
  const frame = frameRows(rows, vectors, limits);
  const from = bind('input', input, 'read', width);
  const factors = bind('scale', scale, 'read', width);
  const addends = bind('shift', shift, 'read', width);
  const to = bind('out', out, 'read_write', width);
  const known = statistics && bind('statistics', statistics, 'read_write');
  const keep = known
    ? `if (lane == 0u && end > 0u) {
    ${store(known, 'row * 2u', 'mean')}
    ${store(known, 'row * 2u + 1u', 'variance')}
  }`
    : '';
  const element = load(from, `row * ${vectors}u + column`);
  const first = load(from, `min(row, ${rows - 1}u) * ${vectors}u`);
  const body = `${reduceLanes('sumOfRow', 'vec2<f32>', frame, plus)}
fn run(wg: vec3<u32>, local: u32) {
  ${frame.start}
  let origin = ${first}${width === 4 ? '.x' : ''};
  var sums = vec2<f32>();
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    let value = ${element} - origin;
    sums += vec2<f32>(${total(width, 'value')}, ${width === 4 ? 'dot(value, value)' : 'value * value'});
  }
  sums = sumOfRow(local, sums) * ${float(1 / columns)};
  let mean = origin + sums.x;
  let variance = max(sums.y - sums.x * sums.x, 0.0);
  let factor = inverseSqrt(variance + ${float(epsilon)});
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    let normalized = (${element} - mean) * factor;
    ${store(to, `row * ${vectors}u + column`, `normalized * ${load(factors, 'column')} + ${load(addends, 'column')}`)}
  }
  ${keep}
}`;
  const kernel = {
    name: `layer-normalization ${frame.lanes} lanes x${width}`,
    bindings: [from, factors, addends, to, ...(known ? [known] : [])],
    body,
    workgroupSize: frame.workgroupSize,
    grid: frame.grid,
    usesScalars: false,
    flops: 0,
  };
  return [{ name: 'layer-normalization', kernels: [kernel] }];
}

export function layerNormalizationGradient(
  operation: LayerNormalizationGradient,
  limits: KernelLimits,
): Variant[] {
  const { rows, columns, epsilon, input, gradient, statistics, scale, out, epilogue } = operation;
  const width = canVectorize(columns, epilogue) ? 4 : 1;
  const vectors = columns / width;
  const frame = frameRows(rows, vectors, limits);
  const from = bind('input', input, 'read', width);
  const incoming = bind('gradient', gradient, 'read', width);
  const known = bind('statistics', statistics, 'read');
  const factors = bind('scale', scale, 'read', width);
  const bindings = [from, incoming, known, factors];
  const ending = createEnding(out, epilogue, width, bindings);
  const elements = `let scaled = ${load(incoming, `row * ${vectors}u + column`)} * ${load(factors, 'column')};
    let normalized = (${load(from, `row * ${vectors}u + column`)} - mean) * factor;`;
  const body = `${reduceLanes('sumOfRow', 'vec2<f32>', frame, plus)}${ending.code}
fn run(wg: vec3<u32>, local: u32) {
  ${frame.start}
  let known = min(row, ${rows - 1}u) * 2u;
  let mean = ${load(known, 'known')};
  let factor = inverseSqrt(${load(known, 'known + 1u')} + ${float(epsilon)});
  var sums = vec2<f32>();
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    ${elements}
    sums += vec2<f32>(${total(width, 'scaled')}, ${width === 4 ? 'dot(scaled, normalized)' : 'scaled * normalized'});
  }
  sums = sumOfRow(local, sums) * ${float(1 / columns)};
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    ${elements}
    finish((row * ${vectors}u + column) * ${width}u, factor * (scaled - sums.x - normalized * sums.y));
  }
}`;
  const kernel = {
    name: `layer-normalization-gradient ${frame.lanes} lanes x${width}`,
    bindings: [...bindings, ...ending.bindings],
    body,
    workgroupSize: frame.workgroupSize,
    grid: frame.grid,
    usesScalars: ending.usesScalars,
    dropoutLayer: ending.dropoutLayer,
    flops: 0,
  };
  return [{ name: 'layer-normalization-gradient', kernels: [kernel] }];
}
