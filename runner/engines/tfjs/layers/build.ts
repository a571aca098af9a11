/** @file Builds each kind of layer from its declaration and variables. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerShape } from '../../../models/shapes.ts';
import { selfAttention } from './attention.ts';
import { activate, conv2d, dense, type Projection } from './dense.ts';
import { batchNorm, layerNorm, type ScaleAndShift } from './normalization.ts';
import { chain, type Forward } from './pass.ts';
import {
  classToken,
  embedding,
  firstToken,
  learnedPositions,
  sinusoidalPositions,
  toSequence,
} from './positions.ts';

/** Provides the arrays of a net in the order in which the layers are declared. */
export interface Store {
  /** The next trainable array. */
  variable(): tf.Variable;
  /** A running average per channel, initialized to `value`. */
  average(channels: number, value: number): tf.Variable<tf.Rank.R1>;
  /** Sinusoidal position encoding, [length, units]. */
  sinusoids(length: number, units: number): tf.Tensor;
  /** A unique number for each dropout layer. */
  dropoutLayer(): number;
}

const projection = (store: Store): Projection => ({
  kernel: store.variable() as tf.Variable<tf.Rank.R2>,
  bias: store.variable(),
});

const scaleAndShift = (store: Store): ScaleAndShift => ({
  scale: store.variable() as tf.Variable<tf.Rank.R1>,
  shift: store.variable() as tf.Variable<tf.Rank.R1>,
});

function residual({ body, shortcut }: LayerShape, store: Store): Forward {
  const [long, short] = [buildAll(body, store, false), buildAll(shortcut, store, false)];
  return (x, pass) => tf.add(long(x, pass), short(x, pass));
}

/** @param first whether the layer is the first of the net */
function build(shape: LayerShape, store: Store, first: boolean): Forward {
  const { layer, outputShape } = shape;
  switch (layer.kind) {
    case 'conv2d':
      return conv2d(
        layer,
        store.variable() as tf.Variable<tf.Rank.R4>,
        layer.bias ? store.variable() : null,
        first,
      );
    case 'dense':
      return dense(projection(store), layer.activation);
    case 'batch-norm': {
      const channels = outputShape.at(-1)!;
      const averages = { mean: store.average(channels, 0), variance: store.average(channels, 1) };
      return batchNorm(layer, scaleAndShift(store), averages);
    }
    case 'layer-norm':
      return layerNorm(layer, scaleAndShift(store));
    case 'self-attention':
      return selfAttention(layer.heads, [
        projection(store),
        projection(store),
        projection(store),
        projection(store),
      ]);
    case 'residual':
      return residual(shape, store);
    case 'max-pool2d':
      return (x) => tf.maxPool(x as tf.Tensor4D, layer.size, layer.size, 'valid');
    case 'global-average-pool':
      return (x) =>
        tf.mean(
          x,
          x.shape.slice(1, -1).map((_, axis) => axis + 1),
        );
    case 'dropout': {
      const number = store.dropoutLayer();
      return (x, pass) => (pass.training ? pass.dropout(x, layer.rate, number) : x);
    }
    case 'activation':
      return (x) => activate(x, layer.activation);
    case 'flatten':
      return (x) => tf.reshape(x, [x.shape[0]!, -1]);
    case 'embedding':
      return embedding(store.variable(), layer.scale);
    case 'sinusoidal-positions':
      return sinusoidalPositions(store.sinusoids);
    case 'learned-positions':
      return learnedPositions(store.variable());
    case 'to-sequence':
      return toSequence;
    case 'class-token':
      return classToken(store.variable());
    case 'first-token':
      return firstToken;
    default:
      return layer satisfies never;
  }
}

/** Builds layers in sequence; `whole` means that they are the whole net. */
export const buildAll = (shapes: readonly LayerShape[], store: Store, whole: boolean): Forward =>
  chain(shapes.map((shape, index) => build(shape, store, whole && index === 0)));
