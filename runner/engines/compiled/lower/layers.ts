/** @file Lowers each kind of layer by its rule. */
import type { LayerShape } from '../../../models/shapes.ts';
import { activation } from './activation.ts';
import { batchNorm } from './batch-norm.ts';
import type { Builder } from './builder.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { layerNorm } from './layer-norm.ts';
import { maxPool2d } from './max-pool2d.ts';
import { learnedPositions, sinusoidalPositions } from './positions.ts';
import { residual } from './residual.ts';
import type { Backward, Input, Lowered, Site } from './rule.ts';
import { selfAttention } from './self-attention.ts';
import { classToken, firstToken } from './tokens.ts';

/** @param path of the layer in its net, for example "3" or "3.body.0" */
function lowerLayer(path: string, site: Site): Lowered {
  const { layer } = site.shape;
  switch (layer.kind) {
    case 'conv2d':
      return conv2d(layer, site);
    case 'max-pool2d':
      return maxPool2d(layer, site);
    case 'dropout':
      return dropout(layer, site);
    case 'dense':
      return dense(layer, site);
    case 'batch-norm':
      return batchNorm(layer, site);
    case 'layer-norm':
      return layerNorm(layer, site);
    case 'activation':
      return activation(layer, site);
    case 'residual':
      return residual(site, (branch, shapes, input) =>
        lowerLayers(site.builder, shapes, input, `${path}.${branch}.`),
      );
    case 'global-average-pool':
      return globalAveragePool(site);
    case 'embedding':
      return embedding(layer, site);
    case 'sinusoidal-positions':
      return sinusoidalPositions(site);
    case 'learned-positions':
      return learnedPositions(site);
    case 'class-token':
      return classToken(site);
    case 'first-token':
      return firstToken(site);
    case 'self-attention':
      return selfAttention(layer, site);
    // Another shape over the same memory.
    case 'flatten':
    case 'to-sequence':
      return {
        output: site.input.value,
        backward: (gradient) => (site.input.needsGradient ? gradient : null),
      };
    default:
      return layer satisfies never;
  }
}

/**
 * Lowers layers in sequence; without any, the output is the input.
 * @param prefix path of the list in its net, for example "" or "3.body."
 */
export function lowerLayers(
  builder: Builder,
  shapes: readonly LayerShape[],
  input: Input,
  prefix = '',
): Lowered {
  const backwards: Backward[] = [];
  let current = input;
  shapes.forEach((shape, at) => {
    const path = `${prefix}${at}`;
    const { output, backward } = lowerLayer(path, {
      builder,
      name: `${path} ${shape.layer.kind}`,
      shape,
      input: current,
    });
    backwards.unshift(backward);
    const needsGradient = current.needsGradient || shape.weights.length > 0;
    current = { value: output, shape: shape.outputShape, needsGradient };
  });
  return {
    output: current.value,
    backward: (gradient) =>
      backwards.reduce<ReturnType<Backward>>((of, backward) => of && backward(of), gradient),
  };
}
