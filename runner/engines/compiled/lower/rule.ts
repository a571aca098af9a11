/**
 * @file What the rule of a layer kind gets and returns. A rule emits the forward operations at once; the function it
 * returns emits the backward ones. Both run while compiling only. A value has no layout besides its memory order, so
 * layers that only change the shape return the value that they got, and rules read shapes here, not from values.
 */
import type { LayerShape } from '../../../models/shapes.ts';
import type { Index, Step } from '../graph/step.ts';
import type { Value } from '../graph/value.ts';
import type { Builder } from './builder.ts';

/** The input of a layer. */
export interface Input {
  value: Value;
  /** Of one sample. */
  shape: readonly number[];
  /** Whether anything before the layer is trained. */
  needsGradient: boolean;
}

/** A layer in its net. */
export interface Site {
  builder: Builder;
  /** Path and kind, for example "5 conv2d" or "3.body.0 batch-norm". */
  name: string;
  shape: LayerShape;
  input: Input;
}

/**
 * Emits the backward operations of a layer: given the gradient of its output, computes those of its trained arrays and
 * returns that of its input; null where the input needs none.
 */
export type Backward = (gradient: Value) => Value | null;

export interface Lowered {
  output: Value;
  backward: Backward;
}

/** The shape of a layer's output. */
export const outputShape = ({ builder, shape }: Site): number[] => [
  builder.options.batchSize,
  ...shape.outputShape,
];

/** The shape of a layer's input. */
export const inputShape = ({ builder, input }: Site): number[] => [builder.options.batchSize, ...input.shape];

/** The name of the gradient of a layer's input. */
export const inputGradientName = ({ name }: Site): string => `gradient of the input of ${name}`;

export const same: Index = { kind: 'same' };

export const addSame = (value: Value): Step => ({ kind: 'add', operand: { value, index: same } });

/** Adds an array to each run of its length: a bias to each row, positions to each sequence. */
export const addPeriodic = (value: Value, period: number): Step => ({
  kind: 'add',
  operand: { value, index: { kind: 'periodic', period } },
});
