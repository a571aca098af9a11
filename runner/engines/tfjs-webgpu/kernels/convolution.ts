/** @file tfjs' convolutions of images and their two gradients. */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { ConvolutionShape } from '../../compiled/graph/operation.ts';
import { type Call, canFuse, epilogueOf } from './call.ts';

type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4];
type Shape4 = [number, number, number, number];

/** Attributes that the convolution has in common with its gradients, which have no dilations. */
interface Attributes {
  strides: [number, number] | number;
  pad: Pad;
  dataFormat: 'NHWC' | 'NCHW';
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export interface Conv2D {
  inputs: { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo };
  attrs: Attributes & { activation?: string };
}

export interface Conv2DBackpropInput {
  inputs: { dy: TensorInfo; filter: TensorInfo };
  attrs: Attributes & { inputShape: Shape4 };
}

export interface Conv2DBackpropFilter {
  inputs: { x: TensorInfo; dy: TensorInfo };
  attrs: Attributes & { filterShape: Shape4 };
}

/** Null if our kernels have no such convolution. */
function shapeOf(
  image: readonly number[],
  filter: readonly number[],
  { strides, pad, dataFormat, dilations = 1, dimRoundingMode }: Attributes,
): ConvolutionShape | null {
  if (dataFormat !== 'NHWC') return null;
  const info = backend_util.computeConv2DInfo(
    image as Shape4,
    filter as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  const isSquare = info.filterHeight === info.filterWidth && info.strideHeight === info.strideWidth;
  if (!isSquare || info.dilationHeight !== 1 || info.dilationWidth !== 1) return null;
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    filters: info.outChannels,
    kernel: info.filterHeight,
    stride: info.strideHeight,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
  };
}

const textOf = (shape: ConvolutionShape): string => Object.values(shape).join();

export function convolutionCall(call: Conv2D): Call | null {
  const { x, filter, bias } = call.inputs;
  const { activation } = call.attrs;
  const shape = shapeOf(x.shape, filter.shape, call.attrs);
  if (shape === null || !canFuse(call, shape.filters)) return null;
  return {
    key: `convolution ${textOf(shape)} ${bias !== undefined} ${activation}`,
    inputs: bias ? [x, filter, bias] : [x, filter],
    outShape: [shape.batch, shape.outHeight, shape.outWidth, shape.filters],
    toOperation: ([image, weights, added], out) => ({
      kind: 'convolution',
      shape,
      image: image!,
      filter: weights!,
      out,
      epilogue: epilogueOf(activation, added, shape.filters),
    }),
  };
}

export function inputGradientCall({ inputs: { dy, filter }, attrs }: Conv2DBackpropInput): Call | null {
  const shape = shapeOf(attrs.inputShape, filter.shape, attrs);
  return (
    shape && {
      key: `input gradient ${textOf(shape)}`,
      inputs: [dy, filter],
      outShape: [...attrs.inputShape],
      toOperation: ([gradient, weights], out) => ({
        kind: 'convolution-input-gradient',
        shape,
        gradient: gradient!,
        filter: weights!,
        out,
        epilogue: [],
      }),
    }
  );
}

export function filterGradientCall({ inputs: { x, dy }, attrs }: Conv2DBackpropFilter): Call | null {
  const shape = shapeOf(x.shape, attrs.filterShape, attrs);
  return (
    shape && {
      key: `filter gradient ${textOf(shape)}`,
      inputs: [x, dy],
      outShape: [...attrs.filterShape],
      toOperation: ([image, gradient], out) => ({
        kind: 'convolution-filter-gradient',
        shape,
        image: image!,
        gradient: gradient!,
        out,
      }),
    }
  );
}
