/** @file Operations that compute each element alone from one element of an input: elementwise, rows by index, shifted rows. */
import type { Elementwise, Gather, ShiftRows } from '../../compiled/graph/operation.ts';
import type { Step } from '../../compiled/graph/step.ts';
import { sizeOf, type Value } from '../../compiled/graph/value.ts';
import { canVectorize, createEnding, dividesOperand, loadOperand } from './epilogue.ts';
import { createMap } from './grid.ts';
import { type Binding, bind, type KernelLimits, type Variant } from './kernel.ts';
import { computed, load, splat, type Width } from './text.ts';

/** One kernel that finishes the value that `valueAt(i)`, which `code` declares, returns for each vector of `out`. */
function createVariant(
  name: string,
  { out, epilogue }: { out: Value; epilogue: readonly Step[] },
  { width, bindings, code }: { width: Width; bindings: readonly Binding[]; code: string },
  limits: KernelLimits,
): Variant[] {
  const ending = createEnding(out, epilogue, width, bindings);
  const kernel = createMap(
    {
      name: `${name} x${width}`,
      count: sizeOf(out) / width,
      bindings: [...bindings, ...ending.bindings],
      code: `${ending.code}${code}
fn each(i: u32) {
  finish(i * ${width}u, valueAt(i));
}`,
      usesScalars: ending.usesScalars,
      dropoutLayer: ending.dropoutLayer,
    },
    limits,
  );
  return [{ name, kernels: [kernel] }];
}

export function elementwise(operation: Elementwise, limits: KernelLimits): Variant[] {
  const { input, out, epilogue } = operation;
  const width = dividesOperand(input) && canVectorize(sizeOf(out), epilogue) ? 4 : 1;
  const from = bind('input', input.value, 'read', width);
  const code = `
fn valueAt(i: u32) -> ${computed(width)} {
  return ${loadOperand(from, input, width)};
}`;
  return createVariant('elementwise', operation, { width, bindings: [from], code }, limits);
}

export function gather(operation: Gather, limits: KernelLimits): Variant[] {
  const { columns, table, indices, epilogue } = operation;
  const width = canVectorize(columns, epilogue) ? 4 : 1;
  const vectors = columns / width;
  const from = bind('table', table, 'read', width);
  const code = `
fn valueAt(i: u32) -> ${computed(width)} {
  let entry = u32(indices[i / ${vectors}u]);
  return ${load(from, `entry * ${vectors}u + i % ${vectors}u`)};
}`;
  const bindings = [from, bind('indices', indices, 'read')];
  return createVariant('gather', operation, { width, bindings, code }, limits);
}

export function shiftRows(operation: ShiftRows, limits: KernelLimits): Variant[] {
  const { inputRows, outRows, columns, shift, input, fill, epilogue } = operation;
  const width = canVectorize(columns, epilogue) ? 4 : 1;
  const vectors = columns / width;
  const from = bind('input', input, 'read', width);
  const filling = fill && bind('fill', fill, 'read', width);
  const code = `
fn valueAt(i: u32) -> ${computed(width)} {
  let column = i % ${vectors}u;
  let sequence = i / ${vectors * outRows}u;
  let row = i32(i / ${vectors}u % ${outRows}u) - ${shift};
  if (row < 0 || row >= ${inputRows}) { return ${filling ? load(filling, 'column') : splat(width, 0)}; }
  return ${load(from, `(sequence * ${inputRows}u + u32(row)) * ${vectors}u + column`)};
}`;
  const bindings = filling ? [from, filling] : [from];
  return createVariant('shift-rows', operation, { width, bindings, code }, limits);
}
