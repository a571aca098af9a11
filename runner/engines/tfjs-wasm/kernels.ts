/** @file Adds kernels that the WebAssembly backend lacks and replaces those that it computes with plain loops. */
import * as tf from '@tensorflow/tfjs-core';
import { BACKEND, type Backend } from './kernels/chain.ts';
import {
  conv2dBackpropFilter,
  conv2dBackpropInput,
  type FilterAttributes,
  type InputAttributes,
} from './kernels/convolution.ts';
import { type Multiply, pairByPair, untransposed } from './kernels/matmul.ts';
import { unsortedSegmentSum } from './kernels/segment-sum.ts';

/** The replaced kernels, each with the stock kernel if there was one. */
const ours = new Map<string, tf.KernelConfig | null>();

function replace(kernelName: string, kernelFunc: tf.KernelFunc): void {
  const stock = tf.getKernel(kernelName, BACKEND) ?? null;
  ours.set(kernelName, stock);
  if (stock) tf.unregisterKernel(kernelName, BACKEND);
  tf.registerKernel({ ...stock, kernelName, backendName: BACKEND, kernelFunc });
}

/** Replaces a kernel by the one that `improve` makes from the stock kernel. */
function replaceMatMul(name: string, improve: (stock: Multiply) => Multiply): void {
  const { kernelFunc } = tf.getKernel(name, BACKEND);
  const stock: Multiply = (inputs, attrs, backend) => kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
  const improved = improve(stock);
  replace(name, ({ inputs, attrs, backend }) => improved(inputs, attrs!, backend as Backend));
}

/** Registers our kernels instead of the stock ones, once; the backend must be started. */
export function registerGradientKernels(): void {
  if (ours.size > 0) return;
  replace('Conv2DBackpropFilter', ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    return conv2dBackpropFilter(backend as Backend, x, dy, attrs as unknown as FilterAttributes);
  });
  replace('Conv2DBackpropInput', ({ inputs, attrs, backend }) => {
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    return conv2dBackpropInput(backend as Backend, dy, filter, attrs as unknown as InputAttributes);
  });
  replace('UnsortedSegmentSum', ({ inputs, attrs, backend }) => {
    const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
    const { numSegments } = attrs as unknown as { numSegments: number };
    return unsortedSegmentSum(backend as Backend, x, segmentIds, numSegments);
  });
  replaceMatMul('BatchMatMul', (stock) => untransposed(pairByPair(stock)));
  replaceMatMul('_FusedMatMul', untransposed);
}

/** Restores the stock kernels for comparison. */
export function restoreStockKernels(): void {
  for (const [name, stock] of ours) {
    tf.unregisterKernel(name, BACKEND);
    if (stock) tf.registerKernel(stock);
  }
  ours.clear();
}
