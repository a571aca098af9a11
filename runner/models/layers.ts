/** @file What a model is: plain data, declared once, built by one small interpreter for each engine. */
import type { WorkloadId } from '../../data/contract/words.ts';

/** `gelu` is x Phi(x) with the error function, not its tanh approximation (arXiv 1606.08415). */
export type Activation = 'linear' | 'relu' | 'gelu' | 'softmax';

/** Convolution over [height, width, channels]. */
export interface Conv2d {
  kind: 'conv2d';
  filters: number;
  /** Height and width of the filter. */
  kernel: number;
  stride: number;
  /**
   * `valid` adds no border; `same` gives ceil(size / stride) with a border of zeros whose smaller half stands before the
   * first row and column (at stride 2 and an even size it stands behind the last only).
   */
  padding: 'same' | 'valid';
  /** Whether each filter adds a number of its own; without, a normalisation follows that would cancel it. */
  bias: boolean;
  activation: Activation;
}

/** Maximum over windows that do not overlap; a rest at the right and bottom edge is dropped. */
export interface MaxPool2d {
  kind: 'max-pool2d';
  size: number;
}

/** Zeroes this share of the activations while training and scales the others by 1 / (1 - rate). */
export interface Dropout {
  kind: 'dropout';
  rate: number;
}

export interface Flatten {
  kind: 'flatten';
}

/** Every output sees every value of the last dimension, with a bias; the dimensions before it stay. */
export interface Dense {
  kind: 'dense';
  units: number;
  activation: Activation;
}

/**
 * Normalisation of each channel (arXiv 1502.03167): by the batch while training, by running averages otherwise, which
 * start at mean 0 and variance 1 and are no weights. A variance is the mean of squares, not divided by n - 1. Scale
 * starts at 1, shift at 0.
 */
export interface BatchNorm {
  kind: 'batch-norm';
  /** Share of the old running average that an update keeps. */
  momentum: number;
  epsilon: number;
}

/** Normalisation over the last dimension of each position (arXiv 1607.06450). Scale starts at 1, shift at 0. */
export interface LayerNorm {
  kind: 'layer-norm';
  epsilon: number;
}

export interface ActivationLayer {
  kind: 'activation';
  activation: 'relu' | 'gelu';
}

/** body(x) + shortcut(x); an empty shortcut is x itself. */
export interface Residual {
  kind: 'residual';
  body: readonly Layer[];
  shortcut: readonly Layer[];
}

/** Mean over all dimensions but the last: [height, width, channels] or [length, units] to one vector. */
export interface GlobalAveragePool {
  kind: 'global-average-pool';
}

/** A row of a table for each token, times `scale`: [length] to [length, units]. */
export interface Embedding {
  kind: 'embedding';
  vocabulary: number;
  units: number;
  scale: number;
}

/** Adds sin(p / 10000^(2i/d)) to even and the cosine to odd units (arXiv 1706.03762, section 3.5). */
export interface SinusoidalPositions {
  kind: 'sinusoidal-positions';
}

/** Adds a trained vector for each position. */
export interface LearnedPositions {
  kind: 'learned-positions';
}

/** [height, width, channels] to [height * width, channels], row by row. */
export interface ToSequence {
  kind: 'to-sequence';
}

/** Puts a trained vector before the first position. */
export interface ClassToken {
  kind: 'class-token';
}

/** Keeps the first position only: [length, units] to [units]. */
export interface FirstToken {
  kind: 'first-token';
}

/**
 * Multi-head self-attention (arXiv 1706.03762, section 3.2) over [length, units]: query, key and value projections,
 * softmax(Q K^T / sqrt(units / heads)) V for each head, an output projection; all four with a bias.
 */
export interface SelfAttention {
  kind: 'self-attention';
  heads: number;
}

/**
 * One step of a network. A new kind needs its case in `shapes.ts` and in each interpreter, and the compiler names the
 * places that lack it.
 */
export type Layer =
  | Conv2d
  | MaxPool2d
  | Dropout
  | Flatten
  | Dense
  | BatchNorm
  | LayerNorm
  | ActivationLayer
  | Residual
  | GlobalAveragePool
  | Embedding
  | SinusoidalPositions
  | LearnedPositions
  | ToSequence
  | ClassToken
  | FirstToken
  | SelfAttention;

/** Root-mean-square propagation: v = rho v + (1 - rho) g^2; w -= learningRate * g / sqrt(v + epsilon). */
export interface RmsProp {
  kind: 'rmsprop';
  learningRate: number;
  rho: number;
  epsilon: number;
}

/** Algorithm 1 of Kingma and Ba (arXiv 1412.6980): w -= learningRate * mHat / (sqrt(vHat) + epsilon). */
export interface Adam {
  kind: 'adam';
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

export type Optimizer = RmsProp | Adam;

/** What goes in and what is done to it. */
export interface Net {
  id: WorkloadId;
  /** Shape of one sample: an image [height, width, channels], tokens [length] or features [length, units]. */
  inputShape: readonly number[];
  /** Values of one sample: floats, or whole numbers below `vocabulary`. */
  input: { kind: 'image' | 'features' } | { kind: 'tokens'; vocabulary: number };
  layers: readonly Layer[];
  /** Where the architecture was published. */
  source: string;
}

/** A net of sequences at another length; the weights do not depend on it, but for learned positions. */
export const atLength = <Sequences extends Net>(net: Sequences, length: number): Sequences => ({
  ...net,
  inputShape: [length, ...net.inputShape.slice(1)],
});

/** A network with everything that its training needs. */
export interface Model extends Net {
  classes: number;
  /** Mean over the batch of -log(softmax probability of the label). */
  loss: 'categorical-cross-entropy';
  optimizer: Optimizer;
  dataset: { name: string; trainSamples: number; evalSamples: number };
  /** Samples per step of each recipe. */
  batchSize: { naive: number; optimized: number };
}

/** RMSprop as Keras sets it when nothing is asked for (keras.io/api/optimizers/rmsprop). */
export const kerasRmsProp: RmsProp = { kind: 'rmsprop', learningRate: 1e-3, rho: 0.9, epsilon: 1e-7 };

/** Adam as Keras sets it, but for its learning rate (keras.io/api/optimizers/adam). */
export const kerasAdam = (learningRate: number): Adam => ({
  kind: 'adam',
  learningRate,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
});

export const conv = (filters: number, kernel: number, padding: Conv2d['padding']): Conv2d => ({
  kind: 'conv2d',
  filters,
  kernel,
  stride: 1,
  padding,
  bias: true,
  activation: 'relu',
});

export const pool = (size: number): MaxPool2d => ({ kind: 'max-pool2d', size });

export const dropout = (rate: number): Dropout => ({ kind: 'dropout', rate });

export const flatten: Flatten = { kind: 'flatten' };

export const dense = (units: number, activation: Activation): Dense => ({ kind: 'dense', units, activation });

export const relu: ActivationLayer = { kind: 'activation', activation: 'relu' };

/** body(x) + x. */
export const residual = (body: readonly Layer[]): Residual => ({ kind: 'residual', body, shortcut: [] });

export const layerNorm = (epsilon: number): LayerNorm => ({ kind: 'layer-norm', epsilon });

export const selfAttention = (heads: number): SelfAttention => ({ kind: 'self-attention', heads });

export const globalAveragePool: GlobalAveragePool = { kind: 'global-average-pool' };
