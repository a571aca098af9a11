/** @file Names, shapes and initial values of trainable arrays, the same in every engine. */
import type { Layer } from './layers.ts';

/** Initial values: uniform in [-limit, limit), or constant. */
export type Start = { kind: 'uniform'; limit: number } | { kind: 'constant'; value: number };

/** One trainable array of a net. Order and names are the same in every engine. */
export interface Weight {
  /** `<layer number>.<array>`; in a residual `<layer number>.body.<layer number>.<array>`, or `.shortcut.`. */
  name: string;
  /**
   * Convolutions: [height, width, channels in, filters]. Dense layers and projections: [inputs, units]. Embedding:
   * [vocabulary, units]. Learned positions: [length, units]. Biases, scales, shifts and the class token: [outputs].
   */
  shape: readonly number[];
  start: Start;
}

const uniformOf = (limit: number): Start => ({ kind: 'uniform', limit });

/** Uniform with the given standard deviation. */
export const spread = (deviation: number): Start => uniformOf(deviation * Math.sqrt(3));

/** Glorot initialization (proceedings.mlr.press/v9/glorot10a), for layers that are not followed by a rectifier. */
export const glorot = (fanIn: number, fanOut: number): Start => uniformOf(Math.sqrt(6 / (fanIn + fanOut)));

/** He initialization (arXiv 1502.01852), for layers before a rectifier: keeps the scale of activations in deep nets. */
export const he = (fanIn: number): Start => uniformOf(Math.sqrt(6 / fanIn));

const isRectifier = (activation: string): boolean => activation === 'relu' || activation === 'gelu';

/**
 * Whether a relu or gelu is applied to a layer's output: its own activation, or the next layer in the same list with
 * only normalizations in between. The last layer of a residual's body counts as followed by nothing.
 */
export function feedsRectifier(activation: string, following: readonly Layer[]): boolean {
  if (isRectifier(activation)) return true;
  const next = following.find(({ kind }) => kind !== 'batch-norm' && kind !== 'layer-norm');
  return activation === 'linear' && next?.kind === 'activation';
}

const constant = (name: string, size: number, value: number): Weight => ({
  name,
  shape: [size],
  start: { kind: 'constant', value },
});

export const bias = (path: string, size: number): Weight => constant(`${path}.bias`, size, 0);

/** Kernel and bias of a matrix product that is not followed by a rectifier. */
export const projection = (path: string, inputs: number, units: number): Weight[] => [
  { name: `${path}.kernel`, shape: [inputs, units], start: glorot(inputs, units) },
  bias(path, units),
];

/** Scale and shift of a normalization. */
export const scaleAndShift = (path: string, size: number): Weight[] => [
  constant(`${path}.scale`, size, 1),
  constant(`${path}.shift`, size, 0),
];
