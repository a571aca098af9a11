/** @file The types of nets and models: plain data, declared once and built by a small interpreter in each engine. */
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
   * `valid` adds no border. `same` gives ceil(size / stride) outputs with a border of zeros; its smaller half comes
   * before the first row and column (at stride 2 and an even size, the whole border comes after the last).
   */
  padding: 'same' | 'valid';
  /** Whether each filter adds a bias; layers without one are followed by a normalization that would cancel it. */
  bias: boolean;
  activation: Activation;
}

/** Maximum over windows that do not overlap; a remainder at the right and bottom edge is dropped. */
export interface MaxPool2d {
  kind: 'max-pool2d';
  size: number;
}

/** Zeroes this share of the activations during training and scales the others by 1 / (1 - rate). */
export interface Dropout {
  kind: 'dropout';
  rate: number;
}

export interface Flatten {
  kind: 'flatten';
}

/** A matrix product over the last dimension plus a bias; the other dimensions are kept. */
export interface Dense {
  kind: 'dense';
  units: number;
  activation: Activation;
}

/**
 * Normalization of each channel (arXiv 1502.03167): with batch statistics during training, otherwise with running
 * averages, which start at mean 0 and variance 1 and do not count as weights. The variance is divided by n, not n - 1.
 * Scale starts at 1, shift at 0.
 */
export interface BatchNorm {
  kind: 'batch-norm';
  /** Share of the old running average that is kept in an update. */
  momentum: number;
  epsilon: number;
}

/** Normalization over the last dimension of each position (arXiv 1607.06450). Scale starts at 1, shift at 0. */
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

/** Mean over all dimensions but the last: [height, width, channels] to [channels], or [length, units] to [units]. */
export interface GlobalAveragePool {
  kind: 'global-average-pool';
}

/** Looks up a row of a table for each token and multiplies it by `scale`: [length] to [length, units]. */
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

/** Inserts a trained vector before the first position. */
export interface ClassToken {
  kind: 'class-token';
}

/** Keeps only the first position: [length, units] to [units]. */
export interface FirstToken {
  kind: 'first-token';
}

/**
 * Multi-head self-attention (arXiv 1706.03762, section 3.2) over [length, units]: query, key and value projections,
 * softmax(Q K^T / sqrt(units / heads)) V for each head, then an output projection; all four have a bias.
 */
export interface SelfAttention {
  kind: 'self-attention';
  heads: number;
}

/**
 * One layer of a net. A new kind needs a case in `shapes.ts` and in each interpreter; the TypeScript compiler reports
 * the missing ones.
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

/** The input and the layers of a net. */
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

/** The net at another sequence length; of the weights, only learned positions depend on it. */
export const atLength = <Sequences extends Net>(net: Sequences, length: number): Sequences => ({
  ...net,
  inputShape: [length, ...net.inputShape.slice(1)],
});

/** A net with everything that its training needs. */
export interface Model extends Net {
  classes: number;
  /** Mean over the batch of -log(softmax probability of the label). */
  loss: 'categorical-cross-entropy';
  optimizer: Optimizer;
  dataset: { name: string; trainSamples: number; evalSamples: number };
  /** Samples per step, by recipe. */
  batchSize: { naive: number; optimized: number };
}

/** RMSprop with the defaults of Keras (keras.io/api/optimizers/rmsprop). */
export const kerasRmsProp: RmsProp = { kind: 'rmsprop', learningRate: 1e-3, rho: 0.9, epsilon: 1e-7 };

/** Adam with the defaults of Keras except for the learning rate (keras.io/api/optimizers/adam). */
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
