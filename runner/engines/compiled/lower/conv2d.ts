/** @file Convolution, with its bias and activation. */
import type { Conv2d } from '../../../models/layers.ts';
import type { Convolution, ConvolutionShape } from '../graph/operation.ts';
import { activate } from './activation.ts';
import { addBias, sumGradient } from './bias.ts';
import { inputGradientName, inputShape, type Lowered, outputShape, type Site } from './rule.ts';

/** Zeros before the first row or column; of an odd number, the smaller half. */
function padBefore(padding: Conv2d['padding'], size: number, out: number, kernel: number, stride: number) {
  return padding === 'valid' ? 0 : Math.floor(Math.max(0, (out - 1) * stride + kernel - size) / 2);
}

function convolutionShape(layer: Conv2d, { builder, shape, input }: Site): ConvolutionShape {
  const [height, width, channels] = input.shape as [number, number, number];
  const [outHeight, outWidth, filters] = shape.outputShape as [number, number, number];
  const { kernel, stride, padding } = layer;
  const batch = builder.options.batchSize;
  const padTop = padBefore(padding, height, outHeight, kernel, stride);
  const padLeft = padBefore(padding, width, outWidth, kernel, stride);
  return { batch, height, width, channels, filters, kernel, stride, padTop, padLeft, outHeight, outWidth };
}

export function conv2d(layer: Conv2d, site: Site): Lowered {
  const { builder, name, input } = site;
  const shape = convolutionShape(layer, site);
  const [filterWeight, biasWeight] = site.shape.weights;
  const filter = builder.trained(filterWeight!);
  const bias = layer.bias ? builder.trained(biasWeight!) : null;
  const out = builder.temporary(name, outputShape(site));
  const image = input.value;
  const forward: Convolution = {
    kind: 'convolution',
    shape,
    image,
    filter: filter.operand,
    out,
    epilogue: [],
  };
  builder.emit(forward);
  const biased = bias ? addBias(site, `${name} with bias`, out, bias, shape.filters) : out;
  const activated = activate(site, biased, layer.activation);
  return {
    output: activated.output,
    backward: (outputGradient) => {
      const gradient = activated.backward(outputGradient);
      const rows = shape.batch * shape.outHeight * shape.outWidth;
      if (bias) sumGradient(site, gradient, bias, { rows, columns: shape.filters });
      builder.emit({ kind: 'convolution-filter-gradient', shape, image, gradient, out: filter.gradient });
      if (!input.needsGradient) return null;
      const inputGradient = builder.temporary(inputGradientName(site), inputShape(site));
      builder.emit({
        kind: 'convolution-input-gradient',
        shape,
        gradient,
        filter: filter.operand,
        out: inputGradient,
        epilogue: [],
      });
      return inputGradient;
    },
  };
}
