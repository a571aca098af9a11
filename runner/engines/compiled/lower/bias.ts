/** @file Biases: one number for each unit or channel, the last dimension. */
import type { Value } from '../graph/value.ts';
import type { TrainedArray } from './builder.ts';
import { addPeriodic, outputShape, type Site } from './rule.ts';

/** Adds the bias of a layer to an output [.., units]. */
export function addBias(site: Site, name: string, input: Value, bias: TrainedArray, units: number): Value {
  return site.builder.elementwise(name, outputShape(site), input, [addPeriodic(bias.value, units)]);
}

/** The gradient of a bias: the sum over the rows of the gradient [rows, units] of what it was added to. */
export function biasGradient(site: Site, gradient: Value, bias: TrainedArray, rows: number, units: number) {
  site.builder.emit({
    kind: 'sum-rows',
    input: gradient,
    out: bias.gradient,
    outer: 1,
    rows,
    columns: units,
    outerStride: 0,
    rowStride: units,
    epilogue: [],
  });
}
