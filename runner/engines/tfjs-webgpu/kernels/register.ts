/** @file Registers our kernels in tfjs' WebGPU backend. What they cannot compute is left to the stock kernels. */
import * as tf from '@tensorflow/tfjs-core';
import type { Observed } from '../../../../data/contract/outcome.ts';
import type { WebgpuBackend } from './backend.ts';
import type { Call } from './call.ts';
import {
  type Conv2D,
  type Conv2DBackpropFilter,
  type Conv2DBackpropInput,
  convolutionCall,
  filterGradientCall,
  inputGradientCall,
} from './convolution.ts';
import { createLaunch, type Launch } from './launch.ts';
import { type MatMul, productCall } from './product.ts';

const BACKEND = 'webgpu';

/** A call as tfjs makes it. */
type KernelCall = Parameters<tf.KernelFunc>[0];

/** What our kernels compute: null is left to the stock kernel. */
const calls: Readonly<Record<string, (call: KernelCall) => Call | null>> = {
  BatchMatMul: (call) => productCall(call as unknown as MatMul),
  _FusedMatMul: (call) => productCall(call as unknown as MatMul),
  Conv2D: (call) => convolutionCall(call as unknown as Conv2D),
  FusedConv2D: (call) => convolutionCall(call as unknown as Conv2D),
  Conv2DBackpropInput: (call) => inputGradientCall(call as unknown as Conv2DBackpropInput),
  Conv2DBackpropFilter: (call) => filterGradientCall(call as unknown as Conv2DBackpropFilter),
};

/** The replaced kernels. */
const stocks = new Map<string, tf.KernelConfig>();

/** By backend, because a new one has a device of its own. */
const launches = new WeakMap<object, Launch>();

function launchOn(backend: object): Launch {
  const launch = launches.get(backend) ?? createLaunch(backend as WebgpuBackend);
  launches.set(backend, launch);
  return launch;
}

/** Calls since our kernels were registered. */
const counts = { ours: 0, stock: 0 };

function runOrLeave(call: KernelCall, translate: (call: KernelCall) => Call | null, stock: tf.KernelFunc) {
  const ours = translate(call);
  const output = ours && launchOn(call.backend)(ours);
  counts[output ? 'ours' : 'stock']++;
  return output ?? stock(call);
}

/** Registers our kernels, once. The backend must be imported before. */
export function registerKernels(): void {
  if (stocks.size > 0) return;
  Object.assign(counts, { ours: 0, stock: 0 });
  for (const [name, translate] of Object.entries(calls)) {
    const stock = tf.getKernel(name, BACKEND);
    stocks.set(name, stock);
    tf.unregisterKernel(name, BACKEND);
    tf.registerKernel({ ...stock, kernelFunc: (call) => runOrLeave(call, translate, stock.kernelFunc) });
  }
}

export function restoreStockKernels(): void {
  for (const [name, stock] of stocks) {
    tf.unregisterKernel(name, BACKEND);
    tf.registerKernel(stock);
  }
  stocks.clear();
}

/** Whether our kernels are registered; then also how many calls of products and convolutions they computed. */
export const observeKernels = (): Observed =>
  stocks.size === 0
    ? { ownKernels: false }
    : { ownKernels: true, ownKernelCalls: counts.ours, stockKernelCalls: counts.stock };
