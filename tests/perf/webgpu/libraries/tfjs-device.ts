/** @file The kernels and the device of TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { TfjsBackend } from '../../../../runner/engines/tfjs/backend/backend.ts';
import { createWebgpuBackend } from '../../../../runner/engines/tfjs-webgpu/backend.ts';
import {
  registerKernels,
  restoreStockKernels,
} from '../../../../runner/engines/tfjs-webgpu/kernels/register.ts';

/** The optimized recipe has kernels of this engine. Cheap, because nothing is compiled again. */
export function selectKernels(recipe: Recipe): void {
  if (recipe === 'optimized') registerKernels();
  else restoreStockKernels();
}

/** The factory of the closed backend. */
let factory: ReturnType<typeof tf.findBackendFactory> | null = null;

/** Frees the backend's pool of buffers. Its tensors are lost. */
export function closeBackend(): void {
  if (factory !== null) return;
  factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
}

/** Starts the backend on a new device, with an empty pool of buffers. */
export async function freshBackend(): Promise<TfjsBackend> {
  closeBackend();
  tf.registerBackend('webgpu', factory!);
  factory = null;
  if (!(await tf.setBackend('webgpu'))) throw new Error('the adapter gives TensorFlow.js no other device');
  return createWebgpuBackend();
}
