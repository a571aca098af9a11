/** @file Converts a net to the rows of a list. Residual blocks contain their layers; a repeated block is listed once. */
import { counted } from '../../data/derive/counted.ts';
import type { Layer, Net } from '../../runner/models/layers.ts';
import { type LayerShape, modelShapes, product } from '../../runner/models/shapes.ts';

export interface NetRow {
  /** Number of residual and repeated blocks around the layer. */
  depth: number;
  label: string;
  /** Shape of one sample after the layer; null for a heading. */
  outputShape: readonly number[] | null;
  /** For one pass through the layer, even if it is repeated; null for a heading. */
  parameters: number | null;
  macs: number | null;
}

/** Length of the longest repeated block to look for, in layers. */
const LONGEST_BLOCK = 6;

/** Lists every layer from the input to the output. */
export const netRows = (net: Pick<Net, 'inputShape' | 'layers'>): NetRow[] => listRows(modelShapes(net), 0);

function listRows(shapes: readonly LayerShape[], depth: number): NetRow[] {
  const rows: NetRow[] = [];
  for (let at = 0; at < shapes.length; ) {
    const { length, times } = repetition(shapes, at);
    const block = shapes.slice(at, at + length);
    if (times === 1) rows.push(...block.flatMap((shape) => shapeRows(shape, depth)));
    else {
      rows.push(heading(`${times} times in a row, each:`, depth));
      rows.push(...block.flatMap((shape) => shapeRows(shape, depth + 1)));
    }
    at += length * times;
  }
  return rows;
}

function shapeRows(shape: LayerShape, depth: number): NetRow[] {
  const { layer, outputShape, weights, macs, body, shortcut } = shape;
  const own: NetRow = {
    depth,
    label: layerWords(layer),
    outputShape,
    parameters: weights.reduce((sum, weight) => sum + product(weight.shape), 0),
    macs,
  };
  if (layer.kind !== 'residual') return [own];
  return [
    own,
    ...listRows(body, depth + 1),
    ...(shortcut.length === 0 ? [] : [heading('on the shortcut:', depth + 1)]),
    ...listRows(shortcut, depth + 2),
  ];
}

const heading = (label: string, depth: number): NetRow => ({
  depth,
  label,
  outputShape: null,
  parameters: null,
  macs: null,
});

/** Finds the shortest block with a residual that starts here and is repeated; otherwise returns one layer, once. */
function repetition(shapes: readonly LayerShape[], at: number): { length: number; times: number } {
  for (let length = 1; length <= LONGEST_BLOCK; length++) {
    const first = alike(shapes.slice(at, at + length));
    if (!first.includes('"residual"')) continue;
    let times = 1;
    while (alike(shapes.slice(at + times * length, at + (times + 1) * length)) === first) times++;
    if (times > 1) return { length, times };
  }
  return { length: 1, times: 1 };
}

/** A key that is equal for blocks with equal layers and shapes; it ignores the names of the weights, which differ. */
const alike = (shapes: readonly LayerShape[]): string =>
  JSON.stringify(
    shapes.map(({ layer, outputShape, weights }) => [layer, outputShape, weights.map(({ shape }) => shape)]),
  );

/** A short description of a layer. */
export function layerWords(layer: Layer): string {
  switch (layer.kind) {
    case 'conv2d':
      return [
        `convolution ${layer.kernel} x ${layer.kernel}`,
        `${layer.filters} filters`,
        ...(layer.stride === 1 ? [] : [`stride ${layer.stride}`]),
        layer.padding,
        ...(layer.bias ? [] : ['no bias']),
        ...activationWords(layer.activation),
      ].join(', ');
    case 'max-pool2d':
      return `max pooling ${layer.size} x ${layer.size}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'flatten':
      return 'flatten';
    case 'dense':
      return [`dense ${layer.units}`, ...activationWords(layer.activation)].join(', ');
    case 'batch-norm':
      return 'batch normalization';
    case 'layer-norm':
      return 'layer normalization';
    case 'activation':
      return layer.activation;
    case 'residual':
      return layer.shortcut.length === 0 ? 'residual block' : 'residual block with a shortcut';
    case 'global-average-pool':
      return 'global average pooling';
    case 'embedding':
      return `embedding of ${layer.vocabulary.toLocaleString('en-GB')} tokens, ${layer.units} units`;
    case 'sinusoidal-positions':
      return 'sinusoidal positions';
    case 'learned-positions':
      return 'learned positions';
    case 'to-sequence':
      return 'pixels to a sequence';
    case 'class-token':
      return 'learned class token, prepended';
    case 'first-token':
      return 'first token only';
    case 'self-attention':
      return `self-attention, ${counted(layer.heads, 'head')}`;
    default:
      return layer satisfies never;
  }
}

const activationWords = (activation: string): string[] => (activation === 'linear' ? [] : [activation]);
