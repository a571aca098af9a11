/** @file The device of TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import type { TfjsBackend } from '../../../../runner/engines/tfjs/backend/backend.ts';
import { createWebgpuBackend } from '../../../../runner/engines/tfjs/backend/webgpu.ts';

/** Starts the backend on a new device, with an empty pool of buffers. Tensors of the old one are lost. */
export async function freshBackend(): Promise<TfjsBackend> {
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', factory);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the adapter gives TensorFlow.js no other device');
  return createWebgpuBackend();
}
