/** @file The tfjs interpreter: builds a declared model as variables and a forward pass. */
import * as tf from '@tensorflow/tfjs-core';
// Registers every gradient; the core package alone has none.
import '@tensorflow/tfjs-layers';
import { modelValues } from '../../models/generator.ts';
import type { Activation, Model } from '../../models/layers.ts';
import { modelShapes } from '../../models/shapes.ts';

/** Drops activations of layer `layer` at `rate` while training. */
export type DropoutRule = (input: tf.Tensor, rate: number, layer: number) => tf.Tensor;

/** For checks and inference. */
export const noDropout: DropoutRule = (input) => input;

export interface Network {
  /** In the order of `modelWeights`. */
  variables: tf.Variable[];
  /** Inputs [batch, ...inputShape] to logits [batch, classes]: the softmax of the head is part of the loss. */
  logits(inputs: tf.Tensor, dropout: DropoutRule): tf.Tensor2D;
  /** Mean loss of a batch, a scalar; `labels` are one-hot rows [batch, classes]. */
  loss(inputs: tf.Tensor, labels: tf.Tensor2D, dropout: DropoutRule): tf.Scalar;
  /** Puts the start values of a seed into the variables. */
  restart(seed: number): void;
  dispose(): void;
}

function activate(input: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'relu':
      return tf.relu(input);
    // The loss works on logits: a softmax in front of it would lose digits and cost a pass.
    case 'softmax':
    case 'linear':
      return input;
    default:
      return activation satisfies never;
  }
}

/** Variables hold the bit-exact start values of `seed`. */
export function createNetwork(model: Model, seed: number): Network {
  const shapes = modelShapes(model);
  const values = modelValues(model, seed);
  let next = 0;
  const weights = shapes.map((shape) =>
    shape.weights.map(({ shape: size }) => tf.tidy(() => tf.variable(tf.tensor(values[next++]!, [...size])))),
  );
  const variables = weights.flat();

  function logits(inputs: tf.Tensor, dropout: DropoutRule): tf.Tensor2D {
    const output = shapes.reduce((x, { layer }, index) => {
      const [kernel, bias] = weights[index]!;
      switch (layer.kind) {
        case 'conv2d':
          return activate(
            tf.fused.conv2d({
              x: x as tf.Tensor4D,
              filter: kernel as tf.Variable<tf.Rank.R4>,
              strides: layer.stride,
              pad: layer.padding,
              bias: bias!,
            }),
            layer.activation,
          );
        case 'max-pool2d':
          return tf.maxPool(x as tf.Tensor4D, layer.size, layer.size, 'valid');
        case 'dropout':
          return dropout(x, layer.rate, index);
        case 'flatten':
          return tf.reshape(x, [x.shape[0]!, -1]);
        case 'dense':
          return activate(
            tf.fused.matMul({ a: x as tf.Tensor2D, b: kernel as tf.Variable<tf.Rank.R2>, bias: bias! }),
            layer.activation,
          );
        default:
          return layer satisfies never;
      }
    }, inputs);
    return output as tf.Tensor2D;
  }

  return {
    variables,
    logits,
    loss: (inputs, labels, dropout) =>
      tf.losses.softmaxCrossEntropy(labels, logits(inputs, dropout)) as tf.Scalar,
    restart: (from) => {
      modelValues(model, from).forEach((start, i) => {
        const variable = variables[i]!;
        tf.tidy(() => variable.assign(tf.tensor(start, variable.shape)));
      });
    },
    dispose: () => tf.dispose(variables),
  };
}
