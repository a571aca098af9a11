/** @file The tfjs interpreter: builds a declared net as variables and a forward pass. */
import * as tf from '@tensorflow/tfjs-core';
// Registers all gradients; the core package has none.
import '@tensorflow/tfjs-layers';
import { averageValues, modelValues } from '../../../models/generator.ts';
import type { Net } from '../../../models/layers.ts';
import { modelShapes, modelWeights } from '../../../models/shapes.ts';
import { sinusoids } from '../../../models/sinusoids.ts';
import { wholeAttention } from '../layers/attention.ts';
import { buildAll, type Store } from '../layers/build.ts';
import type { AttentionRule, DropoutRule } from '../layers/pass.ts';

/** For checks. */
export const noDropout: DropoutRule = (input) => input;

export interface Network {
  /** Trained arrays in the order of `modelWeights`. */
  variables: tf.Variable[];
  /** How many values they hold. */
  parameters: number;
  /**
   * Inputs [batch, ...inputShape] to outputs, as in inference: no dropout, normalization by running averages. Outputs of
   * a model are logits [batch, classes]: the final softmax is part of the loss. The caller disposes the outputs.
   */
  outputs(inputs: tf.Tensor, attention?: AttentionRule): tf.Tensor;
  /** Mean training loss of a batch, a scalar; `labels` are one-hot rows [batch, classes]. */
  loss(inputs: tf.Tensor, labels: tf.Tensor2D, dropout: DropoutRule): tf.Scalar;
  /** Sets the variables to the start values of a seed. */
  load(seed: number): void;
  /** Sets the variables to the start values of a seed, and resets the running averages. */
  restart(seed: number): void;
  /** Running averages: mean and variance of each batch normalization. */
  averages(): Promise<Float32Array[]>;
  /** Gives batch normalizations the running averages of a check. */
  setAverages(seed: number): void;
  dispose(): void;
}

/** Provides the arrays of the layers; `constants` and `averages` are created while building and running. */
function createStore(variables: readonly tf.Variable[]) {
  const averages: { variable: tf.Variable<tf.Rank.R1>; start: number }[] = [];
  const constants = new Map<string, tf.Tensor>();
  let [next, dropouts] = [0, 0];
  const store: Store = {
    variable: () => variables[next++]!,
    average: (channels, start) => {
      const variable = tf.tidy(() => tf.variable(tf.fill([channels], start) as tf.Tensor1D, false));
      averages.push({ variable, start });
      return variable;
    },
    sinusoids: (length, units) => {
      const key = `${length} ${units}`;
      const table = constants.get(key) ?? tf.keep(tf.tensor2d(sinusoids(length, units), [length, units]));
      constants.set(key, table);
      return table;
    },
    dropoutLayer: () => dropouts++,
  };
  return { store, averages, constants };
}

/** The variables have the bit-exact start values of `seed`. */
export function createNetwork(net: Net, seed: number): Network {
  const weights = modelWeights(net);
  const variables = modelValues(net, seed).map((values, i) =>
    tf.tidy(() => tf.variable(tf.tensor(values, [...weights[i]!.shape]))),
  );
  const { store, averages, constants } = createStore(variables);
  const forward = buildAll(modelShapes(net), store, true);
  const load = (from: number) => {
    modelValues(net, from).forEach((start, i) => {
      const variable = variables[i]!;
      tf.tidy(() => variable.assign(tf.tensor(start, variable.shape)));
    });
  };
  return {
    variables,
    parameters: variables.reduce((sum, { size }) => sum + size, 0),
    outputs: (inputs, attention = wholeAttention) =>
      tf.tidy(() => forward(inputs, { training: false, dropout: noDropout, attention })),
    loss: (inputs, labels, dropout) => {
      const logits = forward(inputs, { training: true, dropout, attention: wholeAttention });
      return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
    },
    load,
    restart: (from) => {
      load(from);
      for (const { variable, start } of averages)
        tf.tidy(() => variable.assign(tf.fill(variable.shape, start) as tf.Tensor1D));
    },
    averages: () => Promise.all(averages.map(({ variable }) => variable.data<'float32'>())),
    setAverages: (seed) => {
      // Each batch normalization has a mean, then a variance.
      for (const [at, { variable }] of averages.entries()) {
        const { means, variances } = averageValues(seed, Math.floor(at / 2), variable.size);
        tf.tidy(() => variable.assign(tf.tensor1d(at % 2 === 0 ? means : variances)));
      }
    },
    dispose: () => {
      tf.dispose([...variables, ...averages.map(({ variable }) => variable), ...constants.values()]);
    },
  };
}
