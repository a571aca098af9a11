/**
 * @file Softmax and cross entropy with their gradient: some lanes of a workgroup share a row. A small batch takes one
 * workgroup, which also sums the losses; of a large one, each workgroup sums its own and a second kernel the rest.
 */
import type { CrossEntropy } from '../../compiled/graph/operation.ts';
import {
  type Binding,
  bind,
  bindScratch,
  type Kernel,
  type KernelLimits,
  type Scratch,
  type Variant,
} from './kernel.ts';
import { frameRows, larger, largest, plus, reduceLanes, total } from './row.ts';
import { LOWEST } from './softmax.ts';
import { computed, float, load, splat, store } from './text.ts';

/** Logits that one workgroup handles in a few microseconds. */
const FEW = 16_384;

/** @param losses receives the sum of the losses of each workgroup, times `factor` */
function createRows(
  { batch, classes, logits, labels, gradient, gradientScale }: CrossEntropy,
  limits: KernelLimits,
  rounds: number,
  losses: Binding,
  factor: number,
): Kernel {
  const width = classes % 4 === 0 ? 4 : 1;
  const vectors = classes / width;
  const frame = frameRows(batch, vectors, limits, rounds);
  const { lanes, workgroupSize } = frame;
  const from = bind('logits', logits, 'read', width);
  const known = bind('labels', labels, 'read');
  const to = bind('gradient', gradient, 'read_write', width);
  const element = load(from, `row * ${vectors}u + column`);
  const own = width === 4 ? 'column * 4u + vec4<u32>(0u, 1u, 2u, 3u)' : 'column';
  const integer = width === 4 ? 'vec4<u32>(label)' : 'label';
  const zero = splat(width, 0);
  const body = `${reduceLanes('largestOfRow', 'f32', frame, larger)}${reduceLanes('sumOfRow', 'vec2<f32>', frame, plus)}
${reduceLanes('sumOfAll', 'f32', { lanes: workgroupSize, workgroupSize }, plus)}
fn run(wg: vec3<u32>, local: u32) {
  var ownLoss = 0.0;
  for (var round = 0u; round < ${rounds}u; round++) {
    ${frame.start}
    let label = u32(labels[min(row, ${batch - 1}u)]);
    var largest = ${LOWEST};
    for (var column = lane; column < end; column += ${lanes}u) {
      let value = ${element};
      largest = max(largest, ${largest(width, 'value')});
    }
    largest = largestOfRow(local, largest);
    // The sum of exponentials, and the logit of the label.
    var sums = vec2<f32>();
    for (var column = lane; column < end; column += ${lanes}u) {
      let value = ${element} - largest;
      let chosen: ${computed(width)} = select(${zero}, value, ${own} == ${integer});
      sums += vec2<f32>(${total(width, 'exp(value)')}, ${total(width, 'chosen')});
    }
    sums = sumOfRow(local, sums);
    for (var column = lane; column < end; column += ${lanes}u) {
      let share = exp(${element} - largest) / sums.x;
      let wanted = select(${zero}, ${splat(width, 1)}, ${own} == ${integer});
      ${store(to, `row * ${vectors}u + column`, `(share - wanted) * ${float(gradientScale / batch)}`)}
    }
    if (lane == 0u && end > 0u) { ownLoss += log(sums.x) - sums.y; }
  }
  ownLoss = sumOfAll(local, ownLoss);
  if (local == 0u) { ${store(losses, 'wg.x', `ownLoss * ${float(factor)}`)} }
}`;
  return {
    name: `cross-entropy ${lanes} lanes x${width}`,
    bindings: [from, known, to, losses],
    body,
    workgroupSize,
    grid: frame.grid,
    usesScalars: false,
    flops: 0,
  };
}

/** Sums the losses of all workgroups. */
function createSum(count: number, losses: Scratch, loss: CrossEntropy['loss'], batch: number): Kernel {
  const workgroupSize = 64;
  const to = bind('loss', loss, 'read_write');
  const body = `${reduceLanes('sumOfAll', 'f32', { lanes: workgroupSize, workgroupSize }, plus)}
fn run(wg: vec3<u32>, local: u32) {
  var sum = 0.0;
  for (var i = local; i < ${count}u; i += ${workgroupSize}u) { sum += losses[i]; }
  sum = sumOfAll(local, sum);
  if (local == 0u) { ${store(to, '0', `sum * ${float(1 / batch)}`)} }
}`;
  return {
    name: 'cross-entropy sum',
    bindings: [bindScratch('losses', losses, 'read'), to],
    body,
    workgroupSize,
    grid: [1, 1, 1],
    usesScalars: false,
    flops: 0,
  };
}

export function crossEntropy(operation: CrossEntropy, limits: KernelLimits): Variant[] {
  const { batch, classes, loss } = operation;
  const vectors = classes % 4 === 0 ? classes / 4 : classes;
  const { rowsAtOnce } = frameRows(batch, vectors, limits);
  const groups = Math.ceil(batch / rowsAtOnce);
  if (groups === 1 || batch * classes <= FEW) {
    const kernel = createRows(operation, limits, groups, bind('loss', loss, 'read_write'), 1 / batch);
    return [{ name: 'cross-entropy', kernels: [kernel] }];
  }
  const losses: Scratch = { kind: 'scratch', bytes: groups * 4 };
  const rows = createRows(operation, limits, 1, bindScratch('losses', losses, 'read_write'), 1);
  return [{ name: 'cross-entropy', kernels: [rows, createSum(groups, losses, loss, batch)] }];
}
