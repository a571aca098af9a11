/**
 * @file Products with trained matrices plus a bias: rows of inputs to rows of units. Several projections of one input can
 * be one product of a batch, if their arrays are at equal distances.
 */
import { product } from '../../../models/shapes.ts';
import type { Weight } from '../../../models/weights.ts';
import type { Matrices, Product } from '../graph/operation.ts';
import type { Step } from '../graph/step.ts';
import type { Value } from '../graph/value.ts';
import { sumGradient } from './bias.ts';
import type { Builder, TrainedArray } from './builder.ts';
import { inputGradientName, inputShape, type Site } from './rule.ts';

/** A value as matrices with rows of this length, `distance` elements from one to the next. */
export const matrices = (value: Value, row: number, distance = 0, offset = 0): Matrices => ({
  value,
  offset,
  strides: { outer: distance, inner: 0, row },
});

/** What all products of trained matrices have in common. */
export const plainProduct = {
  kind: 'product',
  batch: { outer: 1, inner: 1 },
  leftTransposed: false,
  rightTransposed: false,
  epilogue: [],
} as const satisfies Partial<Product>;

/** The arrays of one projection or several that are computed together. */
export interface ProjectionArrays {
  count: number;
  /** [inputs, units] each, `distance` elements from one to the next. */
  kernel: TrainedArray;
  distance: number;
  /** [units] each, one after another. */
  bias: TrainedArray;
  inputs: number;
  units: number;
}

export interface Projected {
  /** [count, rows, units] */
  output: Value;
  /** Computes the gradients of kernels and biases from that of the output. */
  trainedGradients(gradient: Value): void;
  /** The gradient of the layer's input from that of one projection's output. */
  inputGradient(gradient: Value, projection?: number): Value;
}

/** The arrays of one projection, kernel and bias. */
export function arraysOf(builder: Builder, weights: readonly Weight[]): ProjectionArrays {
  const [kernel, bias] = weights as [Weight, Weight];
  const [inputs, units] = kernel.shape as [number, number];
  return {
    count: 1,
    kernel: builder.trained(kernel),
    distance: 0,
    bias: builder.trained(bias),
    inputs,
    units,
  };
}

/**
 * The arrays of several projections of one shape, kernel and bias of each.
 * @returns null where they are not stored in the way that one product needs
 */
export function arraysTogether(builder: Builder, weights: readonly Weight[]): ProjectionArrays | null {
  const [kernels, biases] = [0, 1].map((odd) =>
    builder.trainedTogether(weights.filter((_, at) => at % 2 === odd)),
  );
  const [inputs, units] = weights[0]!.shape as [number, number];
  if (!(kernels && biases) || biases.distance !== units) return null;
  const { array: kernel, distance } = kernels;
  return { count: weights.length / 2, kernel, distance, bias: biases.array, inputs, units };
}

/** @param input seen as [rows, inputs]; of a layer whose input is the same or another value of its shape */
export function project(site: Site, name: string, input: Value, arrays: ProjectionArrays): Projected {
  const { builder } = site;
  const { count, kernel, distance, bias, inputs, units } = arrays;
  const rows = product(inputShape(site).slice(0, -1));
  const batch = { outer: count, inner: 1 };
  const left = matrices(input, inputs);
  const outShape = count === 1 ? [...inputShape(site).slice(0, -1), units] : [count, rows, units];
  const out = builder.temporary(name, outShape);
  builder.emit({
    ...plainProduct,
    batch,
    rows,
    columns: units,
    depth: inputs,
    left,
    right: matrices(kernel.operand, units, distance),
    out: matrices(out, units, rows * units),
  });
  const addBias: Step = {
    kind: 'add',
    operand: {
      value: bias.value,
      index:
        count === 1 ? { kind: 'periodic', period: units } : { kind: 'row-of-group', rows, columns: units },
    },
  };
  return {
    output: builder.elementwise(`${name} with bias`, outShape, out, [addBias]),
    trainedGradients: (gradient) => {
      sumGradient(site, gradient, bias, { outer: count, rows, columns: units });
      builder.emit({
        ...plainProduct,
        batch,
        rows: inputs,
        columns: units,
        depth: rows,
        left,
        leftTransposed: true,
        right: matrices(gradient, units, rows * units),
        out: matrices(kernel.gradient, units, distance),
      });
    },
    inputGradient: (gradient, projection = 0) => {
      const inputGradient = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({
        ...plainProduct,
        rows,
        columns: inputs,
        depth: units,
        left: matrices(gradient, units),
        right: matrices(kernel.operand, units, 0, projection * distance),
        rightTransposed: true,
        out: matrices(inputGradient, inputs),
      });
      return inputGradient;
    },
  };
}
