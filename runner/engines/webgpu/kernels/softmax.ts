/** @file Softmax of rows and its gradient: some lanes of a workgroup share a row. */
import type { Softmax, SoftmaxGradient } from '../../compiled/graph/operation.ts';
import { type Binding, bind, type Kernel, type KernelLimits, type Variant } from './kernel.ts';
import { frameRows, larger, largest, plus, type RowFrame, reduceLanes, total } from './row.ts';
import { load, store } from './text.ts';

/** Where a maximum starts: below all that is computed with, and finite because WGSL does not promise infinities. */
export const LOWEST = '-3.4e38';

const createKernel = (name: string, frame: RowFrame, bindings: readonly Binding[], body: string): Kernel => ({
  name: `${name} ${frame.lanes} lanes`,
  bindings,
  body,
  workgroupSize: frame.workgroupSize,
  grid: frame.grid,
  usesScalars: false,
  flops: 0,
});

export function softmax({ rows, columns, input, out }: Softmax, limits: KernelLimits): Variant[] {
  const width = columns % 4 === 0 ? 4 : 1;
  const vectors = columns / width;
  const frame = frameRows(rows, vectors, limits);
  const from = bind('input', input, 'read', width);
  const to = bind('out', out, 'read_write', width);
  const element = load(from, `row * ${vectors}u + column`);
  const body = `${reduceLanes('largestOfRow', 'f32', frame, larger)}${reduceLanes('sumOfRow', 'f32', frame, plus)}
fn run(wg: vec3<u32>, local: u32) {
  ${frame.start}
  var largest = ${LOWEST};
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    let value = ${element};
    largest = max(largest, ${largest(width, 'value')});
  }
  largest = largestOfRow(local, largest);
  var sum = 0.0;
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    sum += ${total(width, `exp(${element} - largest)`)};
  }
  let factor = 1.0 / sumOfRow(local, sum);
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    ${store(to, `row * ${vectors}u + column`, `exp(${element} - largest) * factor`)}
  }
}`;
  return [{ name: 'softmax', kernels: [createKernel('softmax', frame, [from, to], body)] }];
}

export function softmaxGradient(operation: SoftmaxGradient, limits: KernelLimits): Variant[] {
  const { rows, columns, output, gradient, out } = operation;
  const width = columns % 4 === 0 ? 4 : 1;
  const vectors = columns / width;
  const frame = frameRows(rows, vectors, limits);
  const shares = bind('output', output, 'read', width);
  const incoming = bind('gradient', gradient, 'read', width);
  const to = bind('out', out, 'read_write', width);
  const at = `row * ${vectors}u + column`;
  const body = `${reduceLanes('sumOfRow', 'f32', frame, plus)}
fn run(wg: vec3<u32>, local: u32) {
  ${frame.start}
  var sum = 0.0;
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    sum += ${total(width, `(${load(shares, at)} * ${load(incoming, at)})`)};
  }
  sum = sumOfRow(local, sum);
  for (var column = lane; column < end; column += ${frame.lanes}u) {
    ${store(to, at, `${load(shares, at)} * (${load(incoming, at)} - sum)`)}
  }
}`;
  const kernel = createKernel('softmax-gradient', frame, [shares, incoming, to], body);
  return [{ name: 'softmax-gradient', kernels: [kernel] }];
}
