/**
 * @file The filter gradient of a convolution as matrix products, one per position (tap) of the filter. The stock WebGPU
 * kernel reads the whole batch once for each value of the filter, without tiling in shared memory.
 */
import * as tf from '@tensorflow/tfjs-core';

const NAME = 'Conv2DBackpropFilter';

/** Patch embeddings have hundreds of taps and too few channels for one product per tap. */
const MOST_TAPS = 25;

type Shape4 = [number, number, number, number];

interface Attributes {
  strides: [number, number] | number;
  pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: Shape4;
}

/** Rows of a tile in tfjs' matrix product. With fewer channels, most of each tile would be empty. */
const TILE_ROWS = 32;

/** Returns the part of the images [batch, rows, columns, channels] that a tap sees; the padding is zeros. */
function viewsOfTaps(x: tf.Tensor4D, info: tf.backend_util.Conv2DInfo): (() => tf.Tensor4D)[] {
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth, outHeight, outWidth } = info;
  const padded = tf.pad(x, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]);
  return Array.from({ length: filterHeight * filterWidth }, (_, tap) => () => {
    const [top, left] = [Math.floor(tap / filterWidth), tap % filterWidth];
    const bottom = top + (outHeight - 1) * strideHeight + 1;
    const right = left + (outWidth - 1) * strideWidth + 1;
    const end = [info.batchSize, bottom, right, info.inChannels];
    return tf.stridedSlice(padded, [0, top, left, 0], end, [1, strideHeight, strideWidth, 1]) as tf.Tensor4D;
  });
}

/** Products [inputs, positions] x [positions, outputs]. */
function productsOfTaps(x: tf.Tensor4D, dy: tf.Tensor4D, info: tf.backend_util.Conv2DInfo): tf.Tensor4D {
  const rows = (images: tf.Tensor4D) => tf.reshape(images, [-1, images.shape[3]]) as tf.Tensor2D;
  const views = viewsOfTaps(x, info);
  const joined = () =>
    tf.concat(
      views.map((view) => view()),
      3,
    );
  const images = info.inChannels < TILE_ROWS ? [joined] : views;
  // Each view is as large as the images, so only one exists at a time.
  const products = images.map((view) => tf.tidy(() => tf.matMul(rows(view()), rows(dy), true)));
  return tf.reshape(tf.concat(products), info.filterShape) as tf.Tensor4D;
}

/** Stock kernels by backend. */
const stocks = new Map<string, tf.KernelConfig>();

/** Replaces the stock kernel by the products, or restores it. The backend must be imported before. */
export function replaceFilterGradient(backendName: string, replaced: boolean): void {
  const stock = stocks.get(backendName) ?? tf.getKernel(NAME, backendName);
  stocks.set(backendName, stock);
  const ours: tf.KernelFunc = (call) => {
    const { x, dy } = call.inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const { filterShape, strides, pad, dataFormat, dimRoundingMode } = call.attrs as unknown as Attributes;
    if (dataFormat !== 'NHWC' || filterShape[0] * filterShape[1] > MOST_TAPS) return stock.kernelFunc(call);
    const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
    return tf.tidy(() => productsOfTaps(x, dy, info));
  };
  tf.unregisterKernel(NAME, backendName);
  tf.registerKernel({ ...stock, kernelFunc: replaced ? ours : stock.kernelFunc });
}

/** Whether the products replace the stock kernel. */
export const isFilterGradientReplaced = (backendName: string): boolean =>
  stocks.has(backendName) &&
  tf.getKernel(NAME, backendName).kernelFunc !== stocks.get(backendName)!.kernelFunc;
