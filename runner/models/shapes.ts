/** @file Derives shapes, weights, parameter counts and multiply-accumulates from the declaration of a net. */
import { stepsPerEpoch as stepsOf } from '../../data/derive/work.ts';
import type { Layer, Model, Net } from './layers.ts';
import {
  bias,
  feedsRectifier,
  glorot,
  he,
  projection,
  scaleAndShift,
  spread,
  type Weight,
} from './weights.ts';

export interface LayerShape {
  layer: Layer;
  /** Shape of one sample after the layer. */
  outputShape: readonly number[];
  /** For a residual: the weights of its body, then of its shortcut. */
  weights: readonly Weight[];
  /** Multiply-accumulates of the forward pass of one sample, as direct convolution; sums and norms are not counted. */
  macs: number;
  /** The layers inside a residual; empty for every other kind. */
  body: readonly LayerShape[];
  shortcut: readonly LayerShape[];
}

/** What `compute` derives for a layer; omitted fields are empty or 0. */
type Computed = Pick<LayerShape, 'outputShape'> & Partial<Omit<LayerShape, 'layer' | 'outputShape'>>;

/** The position of a layer: its path in the net, its input shape and the layers after it in the same list. */
interface Place {
  path: string;
  input: readonly number[];
  following: readonly Layer[];
}

type Of<Kind extends Layer['kind']> = Extract<Layer, { kind: Kind }>;

/** Standard deviation of the class token and learned positions (arXiv 2010.11929: 0.02, as in BERT). */
const TOKEN_DEVIATION = 0.02;

export const product = (factors: readonly number[]): number => factors.reduce((all, n) => all * n, 1);

const sumOf = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);

function image(layer: Layer, { path, input }: Place): [number, number, number] {
  const [height, width, channels] = input;
  if (input.length !== 3 || !height || !width || !channels) {
    throw new Error(
      `layer ${path}: ${layer.kind} needs [height, width, channels] but gets [${input}]; put it before flatten`,
    );
  }
  return [height, width, channels];
}

function sequence(layer: Layer, { path, input }: Place): [number, number] {
  const [length, units] = input;
  if (input.length !== 2 || !length || !units) {
    throw new Error(
      `layer ${path}: ${layer.kind} needs [length, units] but gets [${input}]; put it behind embedding or to-sequence`,
    );
  }
  return [length, units];
}

function conv2d(layer: Of<'conv2d'>, place: Place): Computed {
  const [height, width, channels] = image(layer, place);
  const { kernel, filters, stride, padding, activation } = layer;
  const span = (size: number) => Math.ceil((padding === 'same' ? size : size - kernel + 1) / stride);
  const outputShape = [span(height), span(width), filters];
  const taps = kernel * kernel;
  const rectified = feedsRectifier(activation, place.following);
  const weight: Weight = {
    name: `${place.path}.kernel`,
    shape: [kernel, kernel, channels, filters],
    start: rectified ? he(taps * channels) : glorot(taps * channels, taps * filters),
  };
  return {
    outputShape,
    weights: layer.bias ? [weight, bias(place.path, filters)] : [weight],
    macs: product(outputShape) * taps * channels,
  };
}

function dense({ units, activation }: Of<'dense'>, { path, input, following }: Place): Computed {
  const inputs = input.at(-1) ?? 0;
  const outputShape = [...input.slice(0, -1), units];
  const [kernel, offset] = projection(path, inputs, units) as [Weight, Weight];
  const rectified = feedsRectifier(activation, following);
  return {
    outputShape,
    weights: [rectified ? { ...kernel, start: he(inputs) } : kernel, offset],
    macs: product(outputShape) * inputs,
  };
}

function residual(layer: Of<'residual'>, { path, input }: Place): Computed {
  const body = listShapes(layer.body, input, `${path}.body.`);
  const shortcut = listShapes(layer.shortcut, input, `${path}.shortcut.`);
  const outputShape = body.at(-1)?.outputShape ?? input;
  const other = shortcut.at(-1)?.outputShape ?? input;
  if (`${outputShape}` !== `${other}`) {
    throw new Error(
      `layer ${path}: the body gives [${outputShape}] and the shortcut [${other}]; make them equal`,
    );
  }
  const inside = [...body, ...shortcut];
  return {
    outputShape,
    weights: inside.flatMap(({ weights }) => weights),
    macs: sumOf(inside, ({ macs }) => macs),
    body,
    shortcut,
  };
}

/** Weights in the order query, key, value, output. Scores and weighted sums take length^2 * units macs each. */
function selfAttention(layer: Of<'self-attention'>, place: Place): Computed {
  const [length, units] = sequence(layer, place);
  if (units % layer.heads !== 0) {
    throw new Error(`layer ${place.path}: ${units} units do not divide into ${layer.heads} heads`);
  }
  return {
    outputShape: place.input,
    weights: ['query', 'key', 'value', 'output'].flatMap((role) =>
      projection(`${place.path}.${role}`, units, units),
    ),
    macs: 4 * length * units ** 2 + 2 * length ** 2 * units,
  };
}

function compute(layer: Layer, place: Place): Computed {
  const { path, input } = place;
  switch (layer.kind) {
    case 'conv2d':
      return conv2d(layer, place);
    case 'dense':
      return dense(layer, place);
    case 'residual':
      return residual(layer, place);
    case 'self-attention':
      return selfAttention(layer, place);
    case 'max-pool2d': {
      const [height, width, channels] = image(layer, place);
      return { outputShape: [Math.floor(height / layer.size), Math.floor(width / layer.size), channels] };
    }
    case 'batch-norm':
    case 'layer-norm':
      return { outputShape: input, weights: scaleAndShift(path, input.at(-1) ?? 0) };
    case 'dropout':
    case 'activation':
    case 'sinusoidal-positions':
      return { outputShape: input };
    case 'flatten':
      return { outputShape: [product(input)] };
    case 'global-average-pool':
      return { outputShape: input.slice(-1) };
    case 'embedding':
      return {
        outputShape: [...input, layer.units],
        weights: [
          {
            name: `${path}.table`,
            shape: [layer.vocabulary, layer.units],
            start: spread(Math.sqrt(1 / layer.units)),
          },
        ],
      };
    case 'learned-positions':
      return {
        outputShape: input,
        weights: [
          { name: `${path}.positions`, shape: sequence(layer, place), start: spread(TOKEN_DEVIATION) },
        ],
      };
    case 'to-sequence': {
      const [height, width, channels] = image(layer, place);
      return { outputShape: [height * width, channels] };
    }
    case 'class-token': {
      const [length, units] = sequence(layer, place);
      return {
        outputShape: [length + 1, units],
        weights: [{ name: `${path}.token`, shape: [units], start: spread(TOKEN_DEVIATION) }],
      };
    }
    case 'first-token':
      return { outputShape: sequence(layer, place).slice(1) };
    default:
      return layer satisfies never;
  }
}

function listShapes(layers: readonly Layer[], inputShape: readonly number[], prefix: string): LayerShape[] {
  let input = inputShape;
  return layers.map((layer, index) => {
    const following = layers.slice(index + 1);
    const computed = compute(layer, { path: `${prefix}${index}`, input, following });
    input = computed.outputShape;
    return { layer, weights: [], macs: 0, body: [], shortcut: [], ...computed };
  });
}

/**
 * The shapes of all layers in order; those inside a residual are nested in it.
 * @throws Error if a layer does not accept the output of the one before it
 */
export const modelShapes = (net: Pick<Net, 'inputShape' | 'layers'>): LayerShape[] =>
  listShapes(net.layers, net.inputShape, '');

/** All trainable arrays, depth-first in declaration order. */
export const modelWeights = (net: Pick<Net, 'inputShape' | 'layers'>): Weight[] =>
  modelShapes(net).flatMap((shape) => shape.weights);

/** Channels of every batch normalization, in the order of the layers, depth first. */
export const averageChannels = (net: Pick<Net, 'inputShape' | 'layers'>): number[] => {
  const channels = (shapes: readonly LayerShape[]): number[] =>
    shapes.flatMap(({ layer, outputShape, body, shortcut }) =>
      layer.kind === 'batch-norm' ? [outputShape.at(-1)!] : [...channels(body), ...channels(shortcut)],
    );
  return channels(modelShapes(net));
};

export const parameterCount = (net: Pick<Net, 'inputShape' | 'layers'>): number =>
  sumOf(modelWeights(net), ({ shape }) => product(shape));

/** Multiply-accumulates of the forward pass of one sample. */
export const forwardMacs = (net: Pick<Net, 'inputShape' | 'layers'>): number =>
  sumOf(modelShapes(net), ({ macs }) => macs);

/** Number of steps in one epoch; the last batch may be smaller, as in `model.fit`. */
export const stepsPerEpoch = (model: Pick<Model, 'dataset'>, batchSize: number): number =>
  stepsOf(model.dataset.trainSamples, batchSize);
