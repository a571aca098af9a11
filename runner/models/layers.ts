/** @file What a model is: plain data, declared once, built by one small interpreter for each engine. */
import type { WorkloadId } from '../../data/contract/words.ts';

export type Activation = 'linear' | 'relu' | 'softmax';

/** Convolution over [height, width, channels] with a bias for each filter. */
export interface Conv2d {
  kind: 'conv2d';
  filters: number;
  /** Height and width of the filter. */
  kernel: number;
  stride: number;
  /** `same` keeps the size at stride 1, `valid` adds no border. */
  padding: 'same' | 'valid';
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

/** Every output sees every input, with a bias. */
export interface Dense {
  kind: 'dense';
  units: number;
  activation: Activation;
}

/**
 * One step of a network. A new kind needs its case in `shapes.ts` and in each interpreter, and the compiler names the
 * places that lack it. A kind may hold layers of its own (a residual block is `{ kind, body: Layer[], ... }`).
 */
export type Layer = Conv2d | MaxPool2d | Dropout | Flatten | Dense;

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

/** A network with everything that its training needs. */
export interface Model {
  id: WorkloadId;
  /** Shape of one sample: [height, width, channels]. */
  inputShape: readonly number[];
  classes: number;
  layers: readonly Layer[];
  /** Mean over the batch of -log(softmax probability of the label). */
  loss: 'categorical-cross-entropy';
  optimizer: Optimizer;
  dataset: { name: string; trainSamples: number; evalSamples: number };
  /** Samples per step of each recipe. */
  batchSize: { naive: number; optimized: number };
  /** Where the architecture was published. */
  source: string;
}

/** RMSprop as Keras sets it when nothing is asked for (keras.io/api/optimizers/rmsprop). */
export const kerasRmsProp: RmsProp = { kind: 'rmsprop', learningRate: 1e-3, rho: 0.9, epsilon: 1e-7 };

export const conv = (filters: number, kernel: number, padding: Conv2d['padding']): Conv2d => ({
  kind: 'conv2d',
  filters,
  kernel,
  stride: 1,
  padding,
  activation: 'relu',
});

export const pool = (size: number): MaxPool2d => ({ kind: 'max-pool2d', size });

export const dropout = (rate: number): Dropout => ({ kind: 'dropout', rate });

export const flatten: Flatten = { kind: 'flatten' };

export const dense = (units: number, activation: Activation): Dense => ({ kind: 'dense', units, activation });
