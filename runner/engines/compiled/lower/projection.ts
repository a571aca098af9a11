/** @file A product with a trained matrix plus a bias: rows of inputs to rows of units. */
import type { Weight } from '../../../models/weights.ts';
import type { Matrices } from '../graph/operation.ts';
import type { Value } from '../graph/value.ts';
import { addBias, biasGradient } from './bias.ts';
import { outputShape, type Site } from './rule.ts';

/** A value as one matrix with rows of this length. */
export const matrix = (value: Value, row: number): Matrices => ({
  value,
  offset: 0,
  strides: { outer: 0, inner: 0, row },
});

/** One product of two matrices. */
export const once = { outer: 1, inner: 1 } as const;

export interface Projected {
  output: Value;
  /** Computes the gradients of both arrays. */
  trainedGradients(gradient: Value): void;
  /** The gradient of the input, of this name and shape. */
  inputGradient(gradient: Value, name: string, shape: readonly number[]): Value;
}

/**
 * @param input seen as [rows, inputs]
 * @param weights kernel [inputs, units] and bias [units]
 */
export function project(
  site: Site,
  name: string,
  input: Value,
  rows: number,
  weights: readonly Weight[],
): Projected {
  const { builder } = site;
  const [kernelWeight, biasWeight] = weights as [Weight, Weight];
  const [inputs, units] = kernelWeight.shape as [number, number];
  const kernel = builder.trained(kernelWeight);
  const bias = builder.trained(biasWeight);
  const right = matrix(kernel.operand, units);
  const left = matrix(input, inputs);
  const out = builder.temporary(name, outputShape(site));
  const plain = { kind: 'product', batch: once, leftTransposed: false, rightTransposed: false } as const;
  builder.emit({
    ...plain,
    rows,
    columns: units,
    depth: inputs,
    left,
    right,
    out: matrix(out, units),
    epilogue: [],
  });
  return {
    output: addBias(site, `${name} with bias`, out, bias, units),
    trainedGradients: (gradient) => {
      biasGradient(site, gradient, bias, rows, units);
      builder.emit({
        ...plain,
        rows: inputs,
        columns: units,
        depth: rows,
        left,
        leftTransposed: true,
        right: matrix(gradient, units),
        out: matrix(kernel.gradient, units),
        epilogue: [],
      });
    },
    inputGradient: (gradient, gradientName, shape) => {
      const inputGradient = builder.temporary(gradientName, shape);
      builder.emit({
        ...plain,
        rows,
        columns: inputs,
        depth: units,
        left: matrix(gradient, units),
        right,
        rightTransposed: true,
        out: matrix(inputGradient, inputs),
        epilogue: [],
      });
      return inputGradient;
    },
  };
}
