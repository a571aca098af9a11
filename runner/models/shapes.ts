/** @file What follows from a declaration: shapes, weights, parameter counts and multiply-accumulates. */
import type { Layer, Model } from './layers.ts';

/** One trainable array of a model. Order and names are the same on every engine. */
export interface Weight {
  /** `<layer number>.kernel` or `<layer number>.bias`. */
  name: string;
  /** Convolutions: [height, width, channels in, filters]. Dense layers: [inputs, units]. Biases: [outputs]. */
  shape: readonly number[];
  /** Values start uniform in [-limit, limit); 0 starts them at zero. */
  limit: number;
}

export interface LayerShape {
  layer: Layer;
  /** Shape of one sample after the layer. */
  outputShape: readonly number[];
  weights: readonly Weight[];
  /** Multiply-accumulates of the forward pass of one sample, as a direct convolution. */
  macs: number;
}

export const product = (factors: readonly number[]): number => factors.reduce((all, n) => all * n, 1);

/**
 * Bound of the uniform start values: He (arXiv 1502.01852) in front of a relu, so that a deep net keeps the size of its
 * activations and learns; Glorot (proceedings.mlr.press/v9/glorot10a) in front of anything else.
 */
function startLimit(activation: string, fanIn: number, fanOut: number): number {
  return activation === 'relu' ? Math.sqrt(6 / fanIn) : Math.sqrt(6 / (fanIn + fanOut));
}

function image(shape: readonly number[], layer: Layer): [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || !height || !width || !channels) {
    throw new Error(
      `${layer.kind} needs [height, width, channels] but gets [${shape}]; put it before flatten`,
    );
  }
  return [height, width, channels];
}

function layerShape(layer: Layer, input: readonly number[], number: number): LayerShape {
  switch (layer.kind) {
    case 'conv2d': {
      const [height, width, channels] = image(input, layer);
      const { kernel, filters, stride, padding, activation } = layer;
      const span = (size: number) => Math.ceil((padding === 'same' ? size : size - kernel + 1) / stride);
      const outputShape = [span(height), span(width), filters];
      const taps = kernel * kernel;
      return {
        layer,
        outputShape,
        weights: [
          {
            name: `${number}.kernel`,
            shape: [kernel, kernel, channels, filters],
            limit: startLimit(activation, taps * channels, taps * filters),
          },
          { name: `${number}.bias`, shape: [filters], limit: 0 },
        ],
        macs: product(outputShape) * taps * channels,
      };
    }
    case 'max-pool2d': {
      const [height, width, channels] = image(input, layer);
      const outputShape = [Math.floor(height / layer.size), Math.floor(width / layer.size), channels];
      return { layer, outputShape, weights: [], macs: 0 };
    }
    case 'dropout':
      return { layer, outputShape: input, weights: [], macs: 0 };
    case 'flatten':
      return { layer, outputShape: [product(input)], weights: [], macs: 0 };
    case 'dense': {
      const inputs = product(input);
      const { units, activation } = layer;
      return {
        layer,
        outputShape: [units],
        weights: [
          {
            name: `${number}.kernel`,
            shape: [inputs, units],
            limit: startLimit(activation, inputs, units),
          },
          { name: `${number}.bias`, shape: [units], limit: 0 },
        ],
        macs: inputs * units,
      };
    }
    default:
      return layer satisfies never;
  }
}

/** Every layer with what it computes, in order. */
export function modelShapes(model: Pick<Model, 'inputShape' | 'layers'>): LayerShape[] {
  let shape = model.inputShape;
  return model.layers.map((layer, index) => {
    const result = layerShape(layer, shape, index);
    shape = result.outputShape;
    return result;
  });
}

/** Every trainable array, in the order in which the layers use them. */
export const modelWeights = (model: Model): Weight[] => modelShapes(model).flatMap((shape) => shape.weights);

export const parameterCount = (model: Model): number =>
  modelWeights(model).reduce((sum, weight) => sum + product(weight.shape), 0);

/** Multiply-accumulates of the forward pass of one sample. */
export const forwardMacs = (model: Model): number =>
  modelShapes(model).reduce((sum, shape) => sum + shape.macs, 0);

/** A multiply-accumulate is two operations; backward costs twice the forward pass (gradients of inputs and of weights). */
export const trainingFlops = (model: Model): number => 2 * 3 * forwardMacs(model);

/** Steps of one epoch; the last batch may be smaller, as in `model.fit`. */
export const stepsPerEpoch = (model: Model, batchSize: number): number =>
  Math.ceil(model.dataset.trainSamples / batchSize);
